using System.Net;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Streaming.Redis.Shards;

/// <summary>
/// The run ids of all masters of a Redis Cluster: a script is answered by one of them, and a restart of any may lose something.
/// Asked for again every few seconds and after a connection has come back; what a master that does not answer had before stays.
/// Elsewhere there is one master, and nothing is asked.
/// </summary>
internal sealed partial class MasterLives
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly IConnectionMultiplexer _redis;
    private readonly TimeProvider _clock;
    private Task _refreshing = Task.CompletedTask;
    private long? _refreshedAt;
    private volatile bool _mayHaveChanged;
    private volatile string _lives = "";

    public MasterLives(IConnectionMultiplexer redis, TimeProvider clock)
    {
        (_redis, _clock) = (redis, clock);
        redis.ConnectionRestored += (_, _) => _mayHaveChanged = true;
    }

    /// <param name="life">The run id that came with a reply.</param>
    public string GenerationOf(string life) => _lives.Length == 0 ? life : $"{life}+{_lives}";

    /// <summary>Completes when it was done for the first time; later ones go on beside, so that a master that hangs holds up nobody.</summary>
    public Task RefreshAsync()
    {
        bool isFirst = _refreshedAt is null;
        if (_refreshing.IsCompleted && (isFirst || _mayHaveChanged || _clock.GetElapsedTime(_refreshedAt!.Value) >= Every))
        {
            _mayHaveChanged = false;
            _refreshedAt = _clock.GetTimestamp();
            _refreshing = AskAsync();
        }

        return isFirst ? _refreshing : Task.CompletedTask;
    }

    private async Task AskAsync()
    {
        try
        {
            IServer? any = _redis.GetServers().FirstOrDefault(static server => server.IsConnected && server.ServerType == ServerType.Cluster);
            if (any?.ClusterConfiguration is not { } cluster)
                return;

            EndPoint[] masters = [.. cluster.Nodes.Where(static node => !node.IsReplica && node.Slots.Count > 0).Select(static node => node.EndPoint!)];
            string[] lives = await Task.WhenAll(masters.Select(LifeOfAsync));
            _lives = string.Join('+', lives.Order(StringComparer.Ordinal));
        }
        catch (Exception)
        {
            // A master is away: what is known stays until it, or who takes its place, can be asked.
            _mayHaveChanged = true;
        }
    }

    private async Task<string> LifeOfAsync(EndPoint master)
    {
        string info = await _redis.GetServer(master).InfoRawAsync("server") ?? "";
        return RunId().Match(info).Groups[1].Value;
    }

    [GeneratedRegex("run_id:([0-9a-f]+)")]
    private static partial Regex RunId();
}
