using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// Brings the events of one room to one webhook, in order and one post at a time, on the node that owns the room.
/// <para>
/// <b>The log is the outbox.</b> What is to be delivered is read from there, or taken as the room has just committed it. All that is kept
/// is how far the webhook is, saved after each post that the receiver took: whoever owns the room next goes on from there, and what was
/// posted and not saved is posted again.
/// </para>
/// <para>
/// <b>What was raised goes in between</b>, behind what was in the log when it was raised. It is kept in memory alone.
/// </para>
/// <para>
/// <b>A failure holds up this room only.</b> It waits outside the lane, longer each time, and after so many tries the event becomes a
/// dead letter and the next one has its turn.
/// </para>
/// The turn-taking is in this file, the work of a turn in <c>WebhookDelivery.Step.cs</c>.
/// </summary>
internal sealed partial class WebhookDelivery : WheelEntry, IThreadPoolWorkItem
{
    /// <summary>What was raised and waits; of more the oldest are dropped, and counted as lost.</summary>
    private const int MaxRaised = 256;

    private readonly WebhookContext _context;
    private readonly WebhookLane _lane;
    private readonly RoomWebhooks _owner;
    private readonly CancellationToken _stop;

    // Guarded by the gate.
    private readonly Lock _gate = new();
    private readonly RecentEvents _recent = new();
    private readonly List<(WebhookEvent Event, long After)> _raised = [];
    private DeliveryPhase _phase;
    private TaskCompletionSource? _ended;
    private bool _isStopped;

    /// <summary>Where the webhook is in the log is not known, or not under this epoch.</summary>
    private bool _mustLookUp = true;
    private Epoch _epoch;
    private long _head;
    private long _position;
    private DateTimeOffset? _oldest;

    /// <summary>The room's last word was that it is deleted: what is not delivered by the time its log goes is lost.</summary>
    private bool _isDeleted;

    /// <param name="stop">Cancelled when the shard has gone, and a post has been waited for.</param>
    public WebhookDelivery(RoomWebhooks owner, WebhookLane lane, WebhookContext context, CancellationToken stop) =>
        (_owner, _lane, _context, _stop) = (owner, lane, context, stop);

    public Webhook Webhook => _lane.Webhook;

    /// <summary>Whether there is nothing to deliver, as far as is known.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _phase == DeliveryPhase.Idle;
        }
    }

    /// <summary>Whether the room has no log any more.</summary>
    public bool HasNoLog { get; private set; }

    private RoomId Room => _owner.Room;

    private ShardId Shard => _owner.Shard;

    /// <summary>The room has committed these.</summary>
    public void Offer(Epoch epoch, ImmutableArray<RoomEvent> events)
    {
        lock (_gate)
        {
            TakeEpochUnderGate(epoch);
            _recent.Add(events);
            _head = events[^1].Seq;
            _isDeleted = IsDeletion(events[^1]);
            WakeUnderGate();
        }
    }

    /// <summary>The room is in memory, and its log ends there.</summary>
    public void Offer(Epoch epoch, long head)
    {
        lock (_gate)
        {
            TakeEpochUnderGate(epoch);
            _head = Math.Max(_head, head);
            WakeUnderGate();
        }
    }

    /// <summary>Something that stands in no log.</summary>
    /// <param name="after">What the log had by then.</param>
    public void Raise(WebhookEvent e, long after)
    {
        lock (_gate)
        {
            if (_raised.Count == MaxRaised)
            {
                _raised.RemoveAt(0);
                _lane.Counters.AddLost(1);
            }

            _raised.Add((e, after));
            WakeUnderGate();
        }
    }

    /// <summary>Looks for something to deliver.</summary>
    /// <param name="andLookUp">What the store knows of the room was taken away, or is not known yet.</param>
    public void Wake(bool andLookUp = false)
    {
        lock (_gate)
        {
            _mustLookUp |= andLookUp;
            WakeUnderGate();
        }
    }

    /// <summary>Begins no further post. Completes when the one under way has ended.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _isStopped = true;
            _context.Wheel.Cancel(this);
            return _phase == DeliveryPhase.Running ? (_ended ??= new TaskCompletionSource()).Task : Task.CompletedTask;
        }
    }

    /// <summary>Events that wait, those of the log counted whether they are for the webhook or not; and how old the one is that is being posted.</summary>
    public (long Pending, DateTimeOffset? Oldest) Lag()
    {
        lock (_gate)
            return ((_mustLookUp ? 0 : Math.Max(0, _head - _position)) + _raised.Count, _oldest);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    /// <summary>The time to wait for has passed.</summary>
    protected internal override void OnDue()
    {
        lock (_gate)
        {
            if (_isStopped || _phase != DeliveryPhase.Waiting)
                return;

            _phase = DeliveryPhase.Queued;
        }

        _lane.Enter(this);
    }

    private async Task RunAsync()
    {
        TimeSpan? wait = null;
        if (TryBegin())
        {
            try
            {
                wait = await StepAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Whether it arrived is unknown: the next owner posts it again.
            }
            catch (Exception e)
            {
                LogStepFailed(_context.Logger, e, Webhook.Name, Room);
                _lane.Counters.Note(e.Message, _context.Clock.GetUtcNow());
                wait = StoreRetry;
            }
        }

        _lane.Leave();
        End(wait);
    }

    private bool TryBegin()
    {
        lock (_gate)
        {
            _phase = _isStopped ? DeliveryPhase.Idle : DeliveryPhase.Running;
            return !_isStopped;
        }
    }

    private void End(TimeSpan? wait)
    {
        bool isIdle = false;
        lock (_gate)
        {
            _phase = DeliveryPhase.Idle;
            _ended?.TrySetResult();
            if (_isStopped)
                return;

            if (wait is { } time)
            {
                _phase = DeliveryPhase.Waiting;
                _context.Wheel.Schedule(this, time);
            }
            else
            {
                WakeUnderGate();
                isIdle = _phase == DeliveryPhase.Idle;
            }
        }

        if (isIdle)
            _owner.EndIfIdle();
    }

    private void TakeEpochUnderGate(Epoch epoch)
    {
        if (epoch == _epoch)
            return;

        // The next room of that id. What is being posted just now is counted, and may arrive all the same.
        if (_isDeleted && !_mustLookUp)
            NoteGone(_head - _position);
        _isDeleted = false;
        _epoch = epoch;
        _head = 0;
        _mustLookUp = true;
        _recent.Clear();
    }

    private static bool IsDeletion(RoomEvent e) => e is RoomStatusChanged { Action: RoomAction.Delete };

    /// <summary>A deleted room's log went before so many of its events were looked at.</summary>
    private void NoteGone(long events)
    {
        if (events <= 0)
            return;

        _lane.Counters.AddLost(events);
        LogGone(_context.Logger, Webhook.Name, Room, events);
    }

    private void WakeUnderGate()
    {
        bool hasWork = _mustLookUp || _head > _position || _raised.Count > 0;
        if (_isStopped || _phase != DeliveryPhase.Idle || !hasWork)
            return;

        _phase = DeliveryPhase.Queued;
        _lane.Enter(this);
    }
}
