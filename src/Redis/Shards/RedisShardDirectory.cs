using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Redis.Shards;

/// <summary>
/// The directory in Redis: three keys in one slot, and a script for each verb, so that each is atomic and Redis' own clock counts the
/// leases. A lease belongs to a node and not to a shard: a beat is one small script however many shards there are, and its reply
/// has the owners only when they have changed since this node read them.
/// <para>
/// <b>Generation</b> is the run id of the server that answered, in the same reply; on Redis Cluster those of the
/// other masters are beside it (<see cref="MasterLives"/>). After a restart of Redis everybody who was in the cluster gets one lease
/// more to come back: silence was not theirs.
/// </para>
/// </summary>
public sealed class RedisShardDirectory : IShardDirectory
{
    private static readonly RedisScript BeatScript = new("Shards.directory.lua", "Shards.beat.lua");
    private static readonly RedisScript ClaimScript = new("Shards.directory.lua", "Shards.claim.lua");
    private static readonly RedisScript TransferScript = new("Shards.directory.lua", "Shards.transfer.lua");
    private static readonly RedisScript LeaveScript = new("Shards.directory.lua", "Shards.leave.lua");

    private readonly IDatabase _database;
    private readonly AgreedSettings _settings;
    private readonly MasterLives _masters;
    private readonly RedisKey[] _keys;
    private OwnersPicture _picture;

    public RedisShardDirectory(IConnectionMultiplexer redis, RedisKeys keys, AgreedSettings settings, TimeProvider clock)
    {
        _database = redis.GetDatabase();
        _settings = settings;
        _masters = new MasterLives(redis, clock);
        _keys = [keys.Members, keys.Owners, keys.About];
        _picture = OwnersPicture.None(settings.Shards);
    }

    public int Shards => _settings.Shards;

    /// <exception cref="SettingsDisagreeException">The cluster has other settings than this node.</exception>
    /// <exception cref="RedisException">Redis is away.</exception>
    public async ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation)
    {
        OwnersPicture known = Volatile.Read(ref _picture);
        RedisValue[] values =
        [
            self.Node.Value, OneWord(self.Incarnation), ShardTerm.MarkOf(self.Incarnation), (long)ttl.TotalMilliseconds,
            MemberInfoJson.Encode(self.Info), _settings.ToString(), known.Name,
        ];
        await _masters.RefreshAsync();
        var reply = (RedisResult[])(await BeatScript.RunAsync(_database, _keys, values))!;
        return (int)reply[0] switch
        {
            1 => ViewOf(reply, known, self.Node),
            0 => null,
            _ => throw new SettingsDisagreeException(_settings.ToString(), (string)reply[1]!, _keys[2]!),
        };
    }

    public async ValueTask<DirectoryView> ClaimAsync(
        ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation)
    {
        OwnersPicture known = Volatile.Read(ref _picture);
        var values = new List<RedisValue>(3 + (2 * claims.Count)) { self.Node.Value, self.Incarnation, known.Name };
        foreach (ShardClaim claim in claims)
        {
            values.Add(claim.Shard.Value);
            values.Add(claim.Floor);
        }

        return ViewOf((RedisResult[])(await ClaimScript.RunAsync(_database, _keys, [.. values]))!, known, self.Node);
    }

    public async ValueTask<DirectoryView> TransferAsync(
        ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation)
    {
        OwnersPicture known = Volatile.Read(ref _picture);
        var values = new List<RedisValue>(3 + (3 * transfers.Count)) { self.Node.Value, self.Incarnation, known.Name };
        foreach (ShardTransfer transfer in transfers)
        {
            values.Add(transfer.Shard.Value);
            values.Add(transfer.Term);
            values.Add(transfer.To.Value);
        }

        return ViewOf((RedisResult[])(await TransferScript.RunAsync(_database, _keys, [.. values]))!, known, self.Node);
    }

    public async ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation) =>
        await LeaveScript.RunAsync(_database, _keys, [self.Node.Value, self.Incarnation]);

    /// <param name="reply">As <c>view()</c> in <c>directory.lua</c> makes it.</param>
    /// <param name="known">The picture that was named in the call: no owners in the reply means that it still holds.</param>
    private DirectoryView ViewOf(RedisResult[] reply, OwnersPicture known, NodeId viewer)
    {
        if (reply.Length > 4)
            Volatile.Write(ref _picture, known = OwnersPicture.Read((string)reply[2]!, (RedisResult[])reply[4]!, Shards));

        var flat = (RedisResult[])reply[3]!;
        var members = new List<ClusterMember>(flat.Length / 4);
        TimeSpan? nextExpiry = null;
        for (int i = 0; i < flat.Length; i += 4)
        {
            var node = new NodeId((string)flat[i]!);
            members.Add(new ClusterMember(node, (string)flat[i + 2]!, MemberInfoJson.Decode((byte[])flat[i + 3]!)));
            var left = TimeSpan.FromMilliseconds((long)flat[i + 1]);
            if (node != viewer && (nextExpiry is null || left < nextExpiry))
                nextExpiry = left;
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Node.Value, b.Node.Value));
        return new DirectoryView([.. members], OwnersNow(known, members), _masters.GenerationOf((string)reply[1]!), nextExpiry);
    }

    /// <summary>An owner is one as long as it lives.</summary>
    private static ImmutableArray<ShardOwner?> OwnersNow(OwnersPicture picture, List<ClusterMember> members)
    {
        var incarnations = new Dictionary<NodeId, string>(members.Count);
        foreach (ClusterMember member in members)
            incarnations[member.Node] = member.Incarnation;

        var owners = ImmutableArray.CreateBuilder<ShardOwner?>(picture.Owners.Length);
        foreach ((NodeId Node, string Incarnation, long Term)? named in picture.Owners)
        {
            bool owns = named is { } one && incarnations.TryGetValue(one.Node, out string? incarnation) && incarnation == one.Incarnation;
            owners.Add(owns ? new ShardOwner(named!.Value.Node, named.Value.Term) : null);
        }

        return owners.MoveToImmutable();
    }

    private static string OneWord(string incarnation) =>
        incarnation.Length > 0 && !incarnation.AsSpan().ContainsAny(" \r\n\t")
            ? incarnation
            : throw new ArgumentException("An incarnation is one word.", nameof(incarnation));
}
