using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// One user whom clients of this node watch: who they are, and how the user is as the owner of the user's presence said last. It asks the owner until it is told, and again
/// when there is another owner, when messages may have been lost, and now and then. What it knows stays until it is told otherwise: that an owner is gone says nothing
/// of the user.
/// </summary>
internal sealed class LocalWatch(UserId id, PresenceWatches watches) : WheelEntry
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();

    /// <summary>Whose client is told of changes; false: it waits for its answer first.</summary>
    private readonly Dictionary<IClientSink, bool> _clients = [];
    private SharedPresence? _newest;
    private long _term;
    private long _version;
    private long _askedTerm;
    private bool _isHeard;
    private TimeSpan _retry = FirstRetry;
    private TaskCompletionSource? _known;
    private bool _isForgotten;

    public UserId Id => id;

    /// <summary>What clients were told last; null while nothing is known.</summary>
    public SharedPresence? Newest
    {
        get
        {
            lock (_gate)
                return _newest;
        }
    }

    /// <summary>The client is about to watch: from now on it is known how the user is, and kept for it.</summary>
    /// <returns>False when the user was forgotten meanwhile.</returns>
    public bool TryBegin(IClientSink client)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_isForgotten)
                return false;

            isFirst = _clients.Count == 0;
            _clients.TryAdd(client, false);
        }

        if (isFirst)
            Ask();
        return true;
    }

    /// <summary>Completes when something is known of the user.</summary>
    public Task KnownAsync()
    {
        lock (_gate)
            return _newest is not null ? Task.CompletedTask : (_known ??= new TaskCompletionSource()).Task;
    }

    /// <summary>The client has its answer: it is told of every change that is not in there.</summary>
    /// <param name="answered">What is in there; null for nothing.</param>
    public void Start(IClientSink client, SharedPresence? answered)
    {
        lock (_gate)
        {
            if (!_clients.ContainsKey(client))
                return;

            _clients[client] = true;
            if (_newest is not null && _newest != answered)
                client.Send(_newest);
        }
    }

    public void Stop(IClientSink client)
    {
        lock (_gate)
        {
            if (!_clients.Remove(client) || _clients.Count > 0)
                return;

            // Under the gate, so that it cannot overtake the word of a client that comes next.
            _isForgotten = true;
            watches.Forget(this);
        }
    }

    public void OnTold(PresenceTold told)
    {
        TaskCompletionSource? known;
        lock (_gate)
        {
            if (_isForgotten || (told.Term, told.Version).CompareTo((_term, _version)) < 0)
                return;

            (_term, _version) = (told.Term, told.Version);
            if (told.Term == _askedTerm && !_isHeard)
            {
                _isHeard = true;
                watches.Wheel.Schedule(this, PresenceWatches.RenewalInterval);
            }

            Tell(new ShownUser(id, told.Status, told.LastSeen));
            (known, _known) = (_known, null);
        }

        known?.SetResult();
    }

    /// <summary>Whoever has heard that this node watches is not who has to know it now.</summary>
    public void Unheard()
    {
        lock (_gate)
            (_isHeard, _retry) = (false, FirstRetry);
    }

    public void Ask()
    {
        ShardOwner? owner = watches.OwnerOf(id);
        lock (_gate)
        {
            if (_isForgotten)
                return;

            // What the owner before has said since says nothing of whether this one has heard.
            long term = owner?.Term ?? 0;
            if (term != _askedTerm)
                (_askedTerm, _isHeard, _retry) = (term, false, FirstRetry);
            watches.Wheel.Schedule(this, _isHeard ? PresenceWatches.RenewalInterval : _retry);
            _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
        }

        if (owner is { } its)
            watches.Say(its.Node, new PresenceWatched(id, its.Term));
    }

    protected internal override void OnDue()
    {
        lock (_gate)
        {
            if (_isHeard)
                (_isHeard, _retry) = (false, FirstRetry);
        }

        Ask();
    }

    /// <summary>The next owner knows less of who was offline before.</summary>
    private void Tell(ShownUser shown)
    {
        if (_newest is { User: var before } && before.Status == shown.Status && (shown.LastSeen is null || shown.LastSeen == before.LastSeen))
            return;

        _newest = new SharedPresence(shown);
        foreach ((IClientSink client, bool isTold) in _clients)
        {
            if (isTold)
                client.Send(_newest);
        }
    }
}
