using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Tests.Peers;

public sealed class PeerMessageCodecTests
{
    /// <summary>Every kind in each closed set that a message can bear: one without a mapping fails here.</summary>
    public static TheoryData<Type> Kinds =>
    [
        .. new[] { typeof(PeerMessage), typeof(RoomCommand), typeof(RoomReply), typeof(RoomEvent), typeof(EphemeralEvent) }
            .SelectMany(RandomContent.KindsOf),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Codec_CarriesEveryKind_WithAllThatIsInIt(Type kind)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var content = new RandomContent(seed);
            PeerMessage message = content.Make(kind) switch
            {
                RoomCommand command => new AskRoom(seed, new("lobby"), 7, command),
                RoomReply reply => new AnswerRoom(seed, reply),
                RoomEvent one => new EventsCommitted(new("lobby"), Sample.Epoch, [one]),
                EphemeralEvent one => new EphemeralRaised(new("lobby"), one),
                object its => (PeerMessage)its,
            };
            Content.AssertSame(message, ThereAndBack(message));
        }
    }

    [Fact]
    public void Codec_CarriesAnyMessage() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), static seed =>
            {
                PeerMessage message = new RandomContent(seed).Make<PeerMessage>();
                Content.AssertSame(message, ThereAndBack(message));
            }));

    private static PeerMessage? ThereAndBack(PeerMessage message) =>
        PeerMessageCodec.Decode(Wire.PeerMessage.Parser.ParseFrom(PeerMessageCodec.Encode(message).ToByteArray()));
}
