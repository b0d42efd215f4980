using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Streaming.Redis.Logs;
using Streaming.Redis.Tests.Peers;

namespace Streaming.Redis.Tests.Logs;

public sealed class SnapshotCodecTests
{
    /// <summary>Made from its properties: one that is added to a room, and forgotten here, is missing in what comes back.</summary>
    [Fact]
    public void Codec_CarriesAllThatIsInARoom()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            RoomState made = new RandomContent(seed).Make<RoomState>();

            // Two that follow from the others.
            RoomState state = made with
            {
                ModerationCount = made.Moderation.Count(),
                LastAnnotated = made.Annotations.IsEmpty ? 0 : made.Annotations.Keys.Max(),
                Invites = made.Invites.Values.DistinctBy(static one => one.Code).ToImmutableDictionary(static one => one.Code),
            };
            RoomSnapshot snapshot = new(state, [.. new RandomContent(seed).Make<ImmutableArray<RememberedRequest>>().Where(static one => one.Request != default)]);
            Content.AssertSame(snapshot, ThereAndBack(snapshot));
        }
    }

    /// <summary>The room of any story: its snapshot, by way of the bytes, and the log after it give the whole room.</summary>
    [Fact]
    public void Snapshot_AndTheLogAfterIt_GiveTheRoom() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120),
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).ListOf()), Arb.From(Gen.Choose(0, 1_000)), static (seeds, cut) =>
        {
            var story = RoomStory.Tell(seeds);
            int chapters = cut % story.States.Count;
            RoomSnapshot snapshot = story.Snapshot(chapters);
            RoomSnapshot read = ThereAndBack(snapshot);

            Content.AssertSame(snapshot, read);
            Content.AssertSame(story.End, story.LogAfter(chapters).Aggregate(read.State, static (room, e) => room.Apply(e)));
        }));

    private static RoomSnapshot ThereAndBack(RoomSnapshot snapshot) =>
        SnapshotCodec.Decode(snapshot.State.Id, snapshot.State.Epoch, SnapshotCodec.Encode(snapshot));
}
