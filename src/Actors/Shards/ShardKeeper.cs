using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Time;

namespace Streaming.Actors.Shards;

/// <summary>
/// Keeps this node's place in the cluster, and its shards.
/// <para>
/// <b>A look</b> is one round trip: the node says that it lives and learns who else does and who owns what. It is taken
/// every <see cref="ShardOptions.Renew"/>, at the moment when a silent node's time runs out, and whenever another node says that
/// something has changed. Everything follows from what a look shows:
/// a shard that nobody owns is claimed by the node that <see cref="ShardPreference"/> names; one that is ours and that we do
/// not serve yet is <b>taken up</b> (the fence first, then commands); one that is another's by now is
/// <b>abandoned</b> (both in <c>ShardKeeper.TakeUp.cs</c>); and one that another should have is <b>handed over</b> (<c>ShardKeeper.HandOver.cs</c>).
/// </para>
/// <para>
/// <b>Time makes it fast, not right.</b> A node whose own clock says that its lease has run out takes no commands until it has
/// looked again; one that is wrong about that writes in an old term, and the fence refuses it.
/// </para>
/// <para>
/// <b>A store that forgot.</b> When the directory's generation changes, the store may have lost its last moments. What is in
/// memory here is then verified against the logs, and written again where it is missing; only after that does the fence learn that
/// this node has gone on without a break. A directory that lost a claim names an owner of an earlier term: below the floor a
/// shard is never taken up, but claimed again. And who hears of it only after its lease has run out cannot know whether another had
/// the shard meanwhile, and wrote, and was forgotten with all of it: it writes nothing before the fence has put the logs in doubt
/// (<c>ShardKeeper.Verify.cs</c>).
/// </para>
/// Looks are taken one at a time. What they decide on is guarded by the gate, since hand-overs go on beside them.
/// </summary>
public sealed partial class ShardKeeper : WheelEntry
{
    /// <summary>A node that starts waits this much longer than a lease for the life it had before to be gone.</summary>
    private static readonly TimeSpan TakenMargin = TimeSpan.FromSeconds(1);

    private readonly IShardDirectory _directory;
    private readonly IShardFence _fence;
    private readonly IPeerLink _link;
    private readonly TimingWheel _wheel;
    private readonly TimeProvider _clock;
    private readonly ShardOptions _options;
    private readonly Func<MemberInfo> _describe;
    private readonly ILogger _logger;
    private readonly string _incarnation;
    private ImmutableArray<IShardTenant> _tenants = [];
    private ShardMap _map;
    private long _leaseUntil;
    private volatile bool _isAway;

    private readonly Lock _gate = new();
    private readonly ShardTenure[] _tenures;
    private string? _generation;
    private bool _looking;
    private bool _lookAgain;
    private bool _draining;

    /// <summary>Since when this node's id was found to be another's; null when it was not. Only in a look.</summary>
    private long? _takenSince;
    private bool _stopped;

    /// <param name="incarnation">Names this life of the process.</param>
    /// <param name="describe">What to tell the others of this node, asked with every look.</param>
    internal ShardKeeper(
        NodePorts ports, TimingWheel wheel, string incarnation, ShardOptions options, Func<MemberInfo> describe, ILogger<ShardKeeper> logger)
    {
        (_directory, _fence, _link, _clock) = (ports.Directory, ports.Fence, ports.Link, ports.Clock);
        (_wheel, _incarnation, _options, _describe, _logger) = (wheel, incarnation, options, describe, logger);
        _map = ShardMap.Unknown(_directory.Shards);
        _tenures = new ShardTenure[_directory.Shards];
    }

    /// <summary>The cluster as it was seen last.</summary>
    public ShardMap Current => Volatile.Read(ref _map);

    /// <summary>Raised with the map before and the map now, when members, owners or what is served here changed. Handlers must not block.</summary>
    public event Action<ShardMap, ShardMap> Changed = static (_, _) => { };

    /// <summary>Whether the directory could not be reached when it was last looked at. While that is so, nothing here is promised to anybody.</summary>
    public bool IsAway => _isAway;

    /// <summary>Raised when <see cref="IsAway"/> becomes true.</summary>
    internal event Action WentAway = static () => { };

    /// <summary>Raised when commands may be taken again after <see cref="IsAway"/>, or after this node's lease had run out.</summary>
    internal event Action CameBack = static () => { };

    /// <summary>Another node has taken this one's id. The program should end.</summary>
    public event Action Displaced = static () => { };

    /// <summary>Names this life of the process, in the cluster.</summary>
    internal string Incarnation => _incarnation;

    private NodeId Self => _link.Self;

    private bool LeaseRuns => _clock.GetTimestamp() < Volatile.Read(ref _leaseUntil);

    /// <summary>The term in which commands for the shard may be taken here now; 0 when they may not.</summary>
    internal long ServesNow(ShardId shard) => LeaseRuns ? Current.Served[shard.Value] : 0;

    /// <summary>
    /// Whether what this node has in memory of the shard can be the newest that there is. While it is not so, nothing may be decided or
    /// written on it, whatever waits.
    /// </summary>
    internal bool Holds(ShardId shard) => LeaseRuns && !Volatile.Read(ref _tenures[shard.Value].IsSuspended);

    /// <summary>Enters the cluster, and takes what is free. To be called once.</summary>
    /// <exception cref="NodeIdTakenException">Another node that lives has this id, and has had it for longer than a lease.</exception>
    internal async Task StartAsync(ImmutableArray<IShardTenant> tenants, CancellationToken cancellation)
    {
        _tenants = tenants;
        // Until this node is in, it alone looks here: a look between would take the id that is waited for to be lost.
        lock (_gate)
            _looking = true;
        try
        {
            await EnterAsync(cancellation);
        }
        catch
        {
            Stop();
            throw;
        }

        lock (_gate)
            _looking = false;
        _wheel.Schedule(this, _options.Renew);
        if (_lookAgain)
            LookAgain();
    }

    /// <summary>Looks at the directory now: something has changed, or may have.</summary>
    internal void LookAgain()
    {
        lock (_gate)
        {
            if (_looking || _stopped)
            {
                _lookAgain = true;
                return;
            }

            _looking = true;
        }

        _ = LookAsync();
    }

    /// <summary>The log has refused an append of that term: whatever the directory said, the shard is not ours in it.</summary>
    internal void OnFenced(ShardId shard, long term)
    {
        lock (_gate)
        {
            ref ShardTenure tenure = ref _tenures[shard.Value];
            if (tenure.Served == term)
                AbandonUnderGate(shard);
        }

        LookAgain();
    }

    /// <summary>No more looks: what this node owns is free when its lease has run out.</summary>
    internal void Stop()
    {
        lock (_gate)
            _stopped = true;

        _wheel.Cancel(this);
    }

    protected internal override void OnDue() => LookAgain();

    private async Task EnterAsync(CancellationToken cancellation)
    {
        long began = _clock.GetTimestamp();
        while (!await TryLookAsync(cancellation))
        {
            if (_clock.GetElapsedTime(began) > _options.Lease + TakenMargin)
                throw new NodeIdTakenException(Self);

            LogIdTaken(_logger, Self);
            await Task.Delay(_options.Renew, _clock, cancellation);
        }
    }

    private async Task LookAsync()
    {
        while (true)
        {
            try
            {
                if (await TryLookAsync(CancellationToken.None))
                    _takenSince = null;
                else
                    OnTaken();
            }
            catch (Exception e)
            {
                OnAway(e);
            }

            lock (_gate)
            {
                if (!_lookAgain || _stopped)
                {
                    _looking = false;
                    break;
                }

                _lookAgain = false;
            }
        }
    }

    /// <returns>False when another node has this one's id.</returns>
    private async Task<bool> TryLookAsync(CancellationToken cancellation)
    {
        _wheel.Schedule(this, _options.Renew);
        ImmutableArray<(NodeId From, ShardsPassed Passed)> awaited = TakeAwaited();
        long began = _clock.GetTimestamp();
        ClusterMember self = SelfNow(_draining);
        DirectoryView? view = await Bounded(_directory.BeatAsync(self, _options.Lease, cancellation));
        if (view is null)
            return false;

        bool hadRunOut = !LeaseRuns;
        Take(view, hadRunOut);
        hadRunOut |= !LeaseRuns;
        Volatile.Write(ref _leaseUntil, _clock.TimestampAfter(began, _options.Lease));
        if (_isAway)
            LogBack(_logger);
        if (hadRunOut || _isAway)
        {
            _isAway = false;
            CameBack();
        }

        ImmutableArray<NodeId?> preferred = ShardPreference.Of(view.Members, _directory.Shards);
        ShardClaim[] claims = ClaimsOn(view, preferred);
        if (claims.Length > 0)
        {
            view = await Bounded(_directory.ClaimAsync(self, claims, cancellation));
            Take(view, hadRunOut);
            TellOthers();
        }

        await ResumeAsync();
        await TakeUpAsync(view);
        foreach ((NodeId from, ShardsPassed passed) in awaited)
            _link.Send(from, new ShardsTakenUp(passed.Number));

        VerifyWhereNeeded();
        HandOverWhatOthersShouldHave(view, preferred);
        if (view.NextExpiry is { } expiry && expiry < _options.Renew)
            _wheel.Schedule(this, expiry);
        return true;
    }

    /// <summary>
    /// Another node has the id, or a store that has gone back names the life that this one had before: that one will be gone
    /// when its lease has run out. Nothing is served meanwhile.
    /// </summary>
    private void OnTaken()
    {
        _takenSince ??= _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_takenSince.Value) <= _options.Lease + TakenMargin)
        {
            LogIdTaken(_logger, Self);
            GoAway();
            return;
        }

        LogDisplaced(_logger, Self);
        Stop();
        Displaced();
    }

    /// <summary>This node, as the others are to see it now.</summary>
    private ClusterMember SelfNow(bool isDraining) => new(Self, _incarnation, _describe() with { IsDraining = isDraining });

    /// <summary>A store that hangs is as good as one that is away.</summary>
    private Task<T> Bounded<T>(ValueTask<T> call) => call.AsTask().WaitAsync(_options.Lease, _clock);

    private void OnAway(Exception why)
    {
        if (_isAway || _stopped)
            return;

        LogAway(_logger, why);
        GoAway();
    }

    private void GoAway()
    {
        if (_isAway)
            return;

        _isAway = true;
        WentAway();
    }

    /// <summary>Believes a view: gives up what is another's now, and publishes the rest.</summary>
    /// <param name="hadRunOut">This node's lease had run out when it asked: others may have had its shards.</param>
    private void Take(DirectoryView view, bool hadRunOut)
    {
        lock (_gate)
        {
            bool mayHaveLost = _generation is not null && _generation != view.Generation;

            // In the lease nobody else can have had the shards, in any version of the past.
            bool mayHaveLostOthers = mayHaveLost && (hadRunOut || !LeaseRuns);
            _generation = view.Generation;
            if (mayHaveLost)
                LogGeneration(_logger, view.Generation);

            for (int i = 0; i < _tenures.Length; i++)
            {
                ref ShardTenure tenure = ref _tenures[i];
                tenure.IsSuspended |= mayHaveLostOthers && (tenure.Served > 0 || tenure.IsVacating);
                if (tenure.Served == 0)
                    continue;

                tenure.MustVerify |= mayHaveLost;
                if (view.Owners[i] is { } owner && IsOver(tenure.Served, owner))
                    AbandonUnderGate(new ShardId(i));
            }

            PublishUnderGate(view.Members, view.Owners);
        }
    }

    /// <summary>
    /// Another has the shard, or had it since: our next term would be the next number. Nobody says so to a node that could not look
    /// meanwhile.
    /// </summary>
    private bool IsOver(long served, ShardOwner owner) =>
        owner.Node != Self || ShardTerm.NumberOf(owner.Term) > ShardTerm.NumberOf(served) + 1;

    private ShardClaim[] ClaimsOn(DirectoryView view, ImmutableArray<NodeId?> preferred)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, _tenures.Length)
                .Where(i => MustClaim(view.Owners[i], preferred[i], _tenures[i]))
                .Select(i => new ShardClaim(new ShardId(i), Math.Max(_tenures[i].Floor, _tenures[i].Served)))];
        }
    }

    private bool MustClaim(ShardOwner? owner, NodeId? preferred, in ShardTenure tenure)
    {
        if (tenure.IsVacating)
            return false;
        if (owner is null)
            return tenure.Served > 0 || preferred == Self;

        // Named as the owner in a term that is over: only a new one can be served.
        return owner.Value.Node == Self && owner.Value.Term <= tenure.Floor;
    }

    private async Task VacateAsync(ShardId shard)
    {
        foreach (IShardTenant tenant in _tenants)
            await tenant.VacateAsync(shard);
    }

    private void PublishUnderGate(ImmutableArray<ClusterMember> members, ImmutableArray<ShardOwner?> owners)
    {
        ShardMap before = _map;
        var now = new ShardMap(members, owners, [.. _tenures.Select(static tenure => tenure.IsSuspended ? 0 : tenure.Served)]);
        Volatile.Write(ref _map, now);
        if (!IsSame(before, now))
            Changed(before, now);
    }

    private static bool IsSame(ShardMap a, ShardMap b) =>
        a.Owners.SequenceEqual(b.Owners)
        && a.Served.SequenceEqual(b.Served)
        && a.Members.Select(Identity).SequenceEqual(b.Members.Select(Identity));

    private static (NodeId Node, string Incarnation, bool IsDraining) Identity(ClusterMember member) =>
        (member.Node, member.Incarnation, member.Info.IsDraining);

    /// <param name="told">Those who know already.</param>
    private void TellOthers(ImmutableArray<NodeId> told = default)
    {
        foreach (ClusterMember member in Current.Members)
        {
            if (member.Node != Self && (told.IsDefault || !told.Contains(member.Node)))
                _link.Send(member.Node, DirectoryChanged.Instance);
        }
    }
}
