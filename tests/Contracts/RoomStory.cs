using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Contracts;

/// <summary>What becomes of a room that is asked one thing after another, as its owner decides it, and the log that it leaves.</summary>
public sealed class RoomStory
{
    private readonly List<(RoomCommand Command, Decision Decision)> _chapters = [];

    private RoomStory(RoomState beginning)
    {
        Beginning = beginning;
        States.Add(beginning);
    }

    public RoomState Beginning { get; }

    /// <summary>The room after each chapter, the beginning first.</summary>
    public List<RoomState> States { get; } = [];

    public RoomState End => States[^1];

    public IReadOnlyList<(RoomCommand Command, Decision Decision)> Chapters => _chapters;

    public IEnumerable<RoomEvent> Log => _chapters.SelectMany(static one => one.Decision.Events);

    /// <param name="seeds">One command each.</param>
    public static RoomStory Tell(IEnumerable<int> seeds)
    {
        int[] all = [.. seeds];
        var story = new RoomStory(RoomState.Absent(all is [var first, ..] && first % 5 == 0 ? AnyCommand.Direct : AnyCommand.Room, Sample.Epoch));
        DateTimeOffset now = Sample.Noon;
        foreach (int seed in all)
        {
            now += TimeSpan.FromMilliseconds(seed % 4_000);
            RoomCommand command = AnyCommand.Of(seed, story.End, new RequestId($"q{story._chapters.Count}"), now);
            Decision decision = RoomActor.Decide(story.End, command, firstSeq: 1, now);
            story._chapters.Add((command, decision));
            story.States.Add(decision.Events.Aggregate(story.End, static (room, e) => room.Apply(e)));
        }

        return story;
    }

    /// <summary>What an owner would have saved after so many chapters.</summary>
    public RoomSnapshot Snapshot(int chapters)
    {
        var requests = new RecentRequests(capacity: 1_000);
        foreach (RoomEvent e in _chapters.Take(chapters).SelectMany(static one => one.Decision.Events))
            requests.Remember(e);

        return new RoomSnapshot(States[chapters], requests.UpTo(States[chapters].Head));
    }

    public ImmutableArray<RoomEvent> LogAfter(int chapters) => [.. _chapters.Skip(chapters).SelectMany(static one => one.Decision.Events)];
}
