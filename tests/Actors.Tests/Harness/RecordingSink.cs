using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A client that notes all it is sent.</summary>
internal sealed class RecordingSink : IClientSink
{
    private TaskCompletionSource? _behind;

    public List<(RoomId Room, RoomEvent Event)> Events { get; } = [];

    public List<EphemeralEvent> Signals { get; } = [];

    public List<FeedReset> Resets { get; } = [];

    public List<FeedSkip> Skips { get; } = [];

    /// <summary>The connection does not keep up, until <see cref="CatchUp"/>.</summary>
    public bool IsBehind => _behind is not null;

    public bool IsReplaced { get; private set; }

    public List<Notice> Notices { get; } = [];

    /// <summary>Why the user was sent away; null: was not.</summary>
    public string? Expelled { get; private set; }

    public bool HasFailed { get; private set; }

    public IEnumerable<long> Seqs(RoomId? room = null) => Events.Where(one => one.Room == (room ?? Some.Room)).Select(one => one.Event.Seq);

    public IEnumerable<string> Texts() => Events.Select(one => one.Event).OfType<MessagePublished>().Select(Some.TextOf);

    public void Send(FeedBatch batch) => Events.AddRange(batch.Events.Select(e => (batch.Room, e)));

    public void Send(FeedSignal signal) => Signals.Add(signal.Event);

    public void Send(FeedReset reset) => Resets.Add(reset);

    public void Send(SharedNotice notice) => Notices.Add(notice.Notice);

    public List<ShownUser> Shown { get; } = [];

    public void Send(SharedPresence presence) => Shown.Add(presence.User);

    public void Send(FeedSkip skip) => Skips.Add(skip);

    public void FallBehind() => _behind ??= new TaskCompletionSource();

    public void CatchUp()
    {
        (TaskCompletionSource? behind, _behind) = (_behind, null);
        behind?.SetResult();
    }

    public ValueTask ReadyForReplayAsync() => _behind is null ? ValueTask.CompletedTask : new ValueTask(_behind.Task);

    public void Replace() => IsReplaced = true;

    public void Expel(string reason) => Expelled = reason;

    public void Fail() => HasFailed = true;
}
