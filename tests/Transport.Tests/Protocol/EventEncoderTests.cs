using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets.Compression;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

/// <summary>What happens in a room, as its listeners get it.</summary>
public sealed class EventEncoderTests
{
    private static readonly RoomId Room = new("lobby");
    private static readonly Epoch Epoch = new("k3f9");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 9, 20, TimeSpan.Zero);

    private readonly EventEncoder _encoder = new(new JsonWriters(), new FrameDeflater(new CompressionOptions()));

    [Fact]
    public void Frames_OfABatch_AreOneForEachEventInOrder()
    {
        var batch = new FeedBatch(Room, Epoch,
        [
            new RoomCreated { Seq = 1, Timestamp = Now, By = new UserId("ada"), Request = default, Epoch = Epoch },
            new MemberJoined { Seq = 2, Timestamp = Now, By = new UserId("ada"), Request = default, Role = Role.Owner },
            new MessagePublished
            {
                Seq = 3, Timestamp = Now, By = new UserId("ada"), Request = default,
                Body = new MessageBody("{ \"a\" :1}"u8.ToArray(), "{}"u8.ToArray(), "text/plain", "t-1"),
            },
            new MemberLeft { Seq = 4, Timestamp = Now, By = new UserId("ada"), Request = default },
        ]);

        Assert.Equal(
        [
            """{"id":"k3f9-1","type":"system","event":"room_created","room_id":"lobby","user_id":"ada","timestamp":"2026-11-21T03:09:20.000Z","seq":1}""",
            """{"id":"k3f9-2","type":"join","room_id":"lobby","user_id":"ada","data":{"role":"owner"},"timestamp":"2026-11-21T03:09:20.000Z","seq":2}""",
            """{"id":"k3f9-3","type":"message","room_id":"lobby","user_id":"ada","data":{ "a" :1},"metadata":{},"content_type":"text/plain","thread_id":"t-1","timestamp":"2026-11-21T03:09:20.000Z","seq":3}""",
            """{"id":"k3f9-4","type":"leave","room_id":"lobby","user_id":"ada","timestamp":"2026-11-21T03:09:20.000Z","seq":4}""",
        ], FrameText.All(_encoder.Frames(batch)));
    }

    [Fact]
    public void Frames_ForEveryListener_AreTheVerySameBytes()
    {
        var batch = Batch("1");

        Assert.Equal(_encoder.Frames(batch), _encoder.Frames(batch));
    }

    [Fact]
    public void Frame_Typing() => Assert.Equal(
        """{"type":"typing","event":"start","room_id":"lobby","user_id":"ada"}""",
        FrameText.One(_encoder.Frame(new FeedSignal(Room, new TypingChanged(new UserId("ada"), IsTyping: true)))));

    [Fact]
    public void Signal_OfARosterThatReplacesWhatWasKnown_IsASnapshotWithoutId()
    {
        Assert.Equal(
            """{"type":"presence","event":"snapshot","room_id":"lobby","data":{"version":1048577,"count":1,"users":[{"user_id":"ada","status":"online"}]}}""",
            FrameText.One(_encoder.Frame(new FeedSignal(
                Room, new PresenceReplaced(new RosterSnapshot(1048577, [new RosterEntry(new UserId("ada"), UserStatus.Online)]))))));
    }

    [Fact]
    public void Signal_OfARosterThatIsCounted_NamesNobody() => Assert.Equal(
        """{"type":"presence","event":"snapshot","room_id":"lobby","data":{"version":7,"count":1200}}""",
        FrameText.One(_encoder.Frame(new FeedSignal(Room, new PresenceReplaced(new RosterSnapshot(7, []) { Count = 1200 })))));

    [Fact]
    public void Frame_PresenceCount() => Assert.Equal(
        """{"type":"presence","event":"count","room_id":"lobby","data":{"version":8,"count":1201}}""",
        FrameText.One(_encoder.Frame(new FeedSignal(Room, new PresenceCounted(8, 1201)))));

    [Fact]
    public void Frame_PresenceDiff() => Assert.Equal(
        """{"type":"presence","event":"diff","room_id":"lobby","data":{"version":5,"changes":[{"user_id":"ada","status":"offline"}]}}""",
        FrameText.One(_encoder.Frame(new FeedSignal(Room, new PresenceChanged(5, [new RosterEntry(new UserId("ada"), UserStatus.Offline)])))));

    [Fact]
    public void Frame_Reset() => Assert.Equal(
        """{"type":"system","event":"reset","room_id":"lobby","data":{"epoch":"k3f9","seq":4,"first_seq":5,"recovered":false}}""",
        FrameText.One(_encoder.Frame(new FeedReset(Room, Epoch, 4, 5))));

    [Fact]
    public void Frames_OfAnyLengths_CanBeTakenApartAgain()
    {
        // Around the lengths at which a frame's header grows, and far above.
        var lengths = Gen.NonEmptyListOf(Gen.OneOf(
            Gen.Choose(0, 40), Gen.Choose(65_300, 65_536), Gen.Choose(100_000, 100_010)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Arb.From(lengths.Resize(6)), sizes =>
        {
            string[] data = [.. sizes.Select(size => $"\"{new string('x', size)}\"")];
            var frames = FrameText.All(_encoder.Frames(Batch(data)));

            Assert.Equal(data, frames.Select(frame => JsonNode.Parse(frame)!["data"]!.ToJsonString()));
        }));
    }

    private static FeedBatch Batch(params string[] data) => new(Room, Epoch,
    [
        .. data.Select((text, i) => new MessagePublished
        {
            Seq = i + 1, Timestamp = Now, By = new UserId("u"), Request = default,
            Body = new MessageBody(Encoding.UTF8.GetBytes(text)),
        }),
    ]);
}
