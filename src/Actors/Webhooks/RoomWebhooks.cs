using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// All webhooks of one room on its owner. It lives as long as the room is in memory, and longer while something is left to deliver. Every
/// verb is false once it is over: ask the host for the room's new one.
/// </summary>
internal sealed partial class RoomWebhooks
{
    private readonly WebhookHost _host;
    private readonly WebhookContext _context;
    private readonly ImmutableArray<WebhookDelivery> _deliveries;
    private readonly WebhookEvents _wanted;

    // Guarded by the gate.
    private readonly Lock _gate = new();
    private bool _isOpen;
    private bool _isEnding;
    private bool _isOver;

    /// <summary>Null until something is known: a room that has come here from another node is told of as it is.</summary>
    private bool? _isOccupied;

    public RoomWebhooks(
        RoomId room, ShardId shard, IEnumerable<WebhookLane> lanes, WebhookHost host, WebhookContext context, CancellationToken stop)
    {
        (Room, Shard, _host, _context) = (room, shard, host, context);
        _deliveries = [.. lanes.Select(lane => new WebhookDelivery(this, lane, context, stop))];
        _wanted = _deliveries.Aggregate(WebhookEvents.None, static (all, one) => all | one.Webhook.Events);
    }

    public RoomId Room { get; }

    public ShardId Shard { get; }

    public ImmutableArray<WebhookDelivery> Deliveries => _deliveries;

    public bool TryLoad(Epoch epoch, long head) => TryTell(isOpen: true, delivery => delivery.Offer(epoch, head));

    public bool TryCommit(Epoch epoch, ImmutableArray<RoomEvent> events) => TryTell(isOpen: true, delivery => delivery.Offer(epoch, events));

    /// <summary>Looks into the log for what an owner before has left.</summary>
    public bool TryWake() => TryTell(isOpen: null, static delivery => delivery.Wake());

    /// <summary>The room has left memory.</summary>
    public bool TryClose()
    {
        bool told = TryTell(isOpen: false, static _ => { });
        EndIfIdle();
        return told;
    }

    /// <param name="news">What listeners heard.</param>
    /// <param name="present">Users who are here now.</param>
    /// <param name="head">Where the log ended then.</param>
    public bool TryRaise(EphemeralEvent news, int present, long head, DateTimeOffset now)
    {
        bool? wasOccupied;
        lock (_gate)
        {
            if (_isOver)
                return false;

            (wasOccupied, _isOccupied, _isOpen) = (_isOccupied, present > 0, true);
        }

        // Somebody comes into the room, and leaves before the room is left.
        if (present > 0 && wasOccupied != true)
            Raise(WebhookEvents.RoomOccupied, null, present, head, now);
        Raise(WebhookEvents.Presence, news, present, head, now);
        if (present == 0 && wasOccupied != false)
            Raise(WebhookEvents.RoomVacated, null, present, head, now);
        return true;
    }

    /// <summary>Nobody need look after this room any more, unless it is in memory or something waits.</summary>
    public void EndIfIdle()
    {
        lock (_gate)
        {
            if (_isOpen || _isEnding || _isOver || _deliveries.Any(static one => !one.IsIdle))
                return;

            _isEnding = true;
        }

        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        bool isStored = false;
        try
        {
            await _context.Store.EndAsync(Shard, Room, _deliveries.All(static one => one.HasNoLog), CancellationToken.None);
            isStored = true;
        }
        catch (Exception e)
        {
            // The next owner looks in vain once.
            LogNotEnded(_context.Logger, e, Room);
        }

        lock (_gate)
        {
            _isEnding = false;
            _isOver = !_isOpen && _deliveries.All(static one => one.IsIdle);
        }

        if (_isOver)
            _host.Forget(this);
        else if (isStored)
            // The room has come back meanwhile: what was just taken away has to be there again.
            Tell(static delivery => delivery.Wake(andLookUp: true));
    }

    private bool TryTell(bool? isOpen, Action<WebhookDelivery> what)
    {
        lock (_gate)
        {
            if (_isOver)
                return false;

            _isOpen = isOpen ?? _isOpen;
            Tell(what);
            return true;
        }
    }

    private void Tell(Action<WebhookDelivery> what)
    {
        foreach (WebhookDelivery delivery in _deliveries)
            what(delivery);
    }

    private void Raise(WebhookEvents type, EphemeralEvent? news, int present, long head, DateTimeOffset now)
    {
        if ((_wanted & type) == 0)
            return;

        var raised = new WebhookEvent("raised-" + _context.Ids.NextTrace(), type, Room, now) { Presence = news, Present = present };
        foreach (WebhookDelivery delivery in _deliveries.Where(one => (one.Webhook.Events & type) != 0))
            delivery.Raise(raised, head);
    }

    [LoggerMessage(1, LogLevel.Debug, "Room {RoomId}: that its webhooks have everything could not be noted")]
    private static partial void LogNotEnded(ILogger logger, Exception exception, RoomId roomId);
}
