using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Contracts;
using Streaming.Redis.Peers;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Peers;

public sealed class PeerInboxTests
{
    private readonly LogLines _log = new();
    private readonly PeerLinkCounters _counters = new();
    private readonly List<(NodeId From, PeerMessage Message)> _received = [];
    private readonly List<ulong> _probed = [];
    private readonly PeerInbox _inbox;
    private int _missed;

    public PeerInboxTests() => _inbox = new PeerInbox(new NodeId("me"), "my-life", _counters, _log)
    {
        Receiver = (from, message) => _received.Add((from, message)),
        Probed = _probed.Add,
        Missed = () => _missed++,
    };

    [Fact]
    public void Take_GivesEachMessage_InItsOrder()
    {
        _inbox.Take(Bytes(Frame(1, 0, new StartListening(new("a")), new StopListening(new("a")))));
        _inbox.Take(Bytes(Frame(2, 1, DirectoryChanged.Instance)));

        Assert.Equal([new StartListening(new("a")), new StopListening(new("a")), DirectoryChanged.Instance], _received.Select(static one => one.Message));
        Assert.All(_received, static one => Assert.Equal(new NodeId("n1"), one.From));
        Assert.Equal((3, 2, 0), (_counters.MessagesReceived, _counters.FramesReceived, _missed));
    }

    [Fact]
    public void Take_OfAnotherVersion_IsCounted_LoggedOnce_AndDropped()
    {
        for (uint i = 0; i < 5; i++)
            _inbox.Take(Bytes(Frame(i, 0, DirectoryChanged.Instance), static frame => frame.Version = 2));

        Assert.Empty(_received);
        Assert.Equal(5, _counters.UnknownVersions);
        Assert.Contains("n1 sent what cannot be read: version 2", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Take_OfWhatIsNoFrame_IsCounted_LoggedOnce_AndDropped()
    {
        for (int i = 0; i < 5; i++)
            _inbox.Take(new byte[] { 0xff, 0xff, 0xff, 0xff });

        Assert.Equal(5, _counters.Malformed);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Take_OfAnUnknownKind_SkipsItAlone()
    {
        Wire.Frame frame = Frame(1, 0, new StartListening(new("a")), new StopListening(new("a")));
        // A kind with the number 99, as a later release might send.
        frame.Messages.Insert(1, Wire.PeerMessage.Parser.ParseFrom([0x9a, 0x06, 0x02, 0x08, 0x01]));
        _inbox.Take(Bytes(frame));
        _inbox.Take(Bytes(Frame(2, 1, DirectoryChanged.Instance)));

        Assert.Equal(3, _received.Count);
        Assert.Equal((1, 0), (_counters.UnknownKinds, _counters.Malformed));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Take_OfAnUnknownCommandInAQuestion_SkipsItAlone()
    {
        Wire.Frame frame = Frame(1, 0, new StartListening(new("a")));
        frame.Messages.Add(new Wire.PeerMessage { AskRoom = new Wire.AskRoom { Correlation = 1, Room = "a", Command = new Wire.RoomCommand { By = "ann" } } });
        _inbox.Take(Bytes(frame));

        Assert.Single(_received);
        Assert.Equal(1, _counters.UnknownKinds);
    }

    [Fact]
    public void Take_OfAMessageThatIsNotWhole_SkipsItAlone()
    {
        Wire.Frame frame = Frame(1, 0, new StartListening(new("a")), new StopListening(new("a")));
        frame.Messages.Insert(1, new Wire.PeerMessage { AskRoom = new Wire.AskRoom() });
        _inbox.Take(Bytes(frame));

        Assert.Equal(2, _received.Count);
        Assert.Equal((1, 0), (_counters.Malformed, _counters.UnknownKinds));
    }

    [Fact]
    public void Take_OfALateOrDoubledFrame_DropsIt_SinceOrderIsKept()
    {
        foreach (ulong number in (ulong[])[1, 3, 3, 2, 4])
            _inbox.Take(Bytes(Frame(number, number - 1, new HeadAnnounced(new("a"), Sample.Epoch, 1, (long)number))));

        Assert.Equal([1, 3, 4], _received.Select(static one => ((HeadAnnounced)one.Message).Head));
        Assert.Equal((2, 1, 1), (_counters.LateFrames, _counters.Gaps, _missed));
    }

    [Fact]
    public void Take_OfANewLifeOfTheSender_BeginsAnew()
    {
        _inbox.Take(Bytes(Frame(70, 69, DirectoryChanged.Instance)));
        _inbox.Take(Bytes(Frame(1, 0, DirectoryChanged.Instance), static frame => frame.Life = "next"));
        _inbox.Take(Bytes(Frame(2, 1, DirectoryChanged.Instance), static frame => frame.Life = "next"));

        Assert.Equal((3, 0), (_received.Count, _missed));
    }

    [Fact]
    public void Take_OfAProbe_IsForThisLifeOfThisNodeOnly()
    {
        foreach ((string from, string life, ulong number) in ((string, string, ulong)[])[("me", "my-life", 1), ("me", "earlier", 2), ("n1", "my-life", 3)])
            _inbox.Take(new Wire.Frame { Version = 1, From = from, Life = life, Probe = number }.ToByteArray());

        Assert.Equal([1UL], _probed);
        Assert.Empty(_received);
    }

    [Fact]
    public void Take_WhenTheReceiverFails_GoesOnWithTheNext()
    {
        _inbox.Receiver = (from, message) =>
        {
            if (message is StartListening)
                throw new InvalidOperationException("a bug");
            _received.Add((from, message));
        };
        _inbox.Take(Bytes(Frame(1, 0, new StartListening(new("a")), DirectoryChanged.Instance)));

        Assert.Single(_received);
        Assert.Contains("StartListening", Assert.Single(_log.Lines));
    }

    /// <summary>Cut anywhere, with flipped bits, or both: whatever is left of a frame, nothing is thrown.</summary>
    [Fact]
    public void Take_OfAnyDamage_NeverThrows()
    {
        Gen<(int Seed, int Cut, int[] Flips)> damages =
            from seed in Gen.Choose(0, int.MaxValue)
            from cut in Gen.Choose(0, 1_000_000)
            from flips in Gen.Choose(0, 1_000_000).ArrayOf(4)
            select (seed, cut, flips);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(damages), damage =>
        {
            var content = new RandomContent(damage.Seed);
            byte[] bytes = Bytes(Frame((ulong)damage.Seed, 0, content.Make<PeerMessage>(), content.Make<PeerMessage>()));
            foreach (int flip in damage.Flips.Take(damage.Seed % 5))
                bytes[flip / 8 % bytes.Length] ^= (byte)(1 << (flip % 8));

            _inbox.Take(bytes.AsMemory(0, damage.Seed % 2 == 0 ? bytes.Length : damage.Cut % (bytes.Length + 1)));
        }));
    }

    private static Wire.Frame Frame(ulong number, ulong previous, params PeerMessage[] messages) => new()
    {
        Version = 1, From = "n1", Life = "life", Number = number, Previous = previous, Messages = { messages.Select(PeerMessageCodec.Encode) },
    };

    private static byte[] Bytes(Wire.Frame frame, Action<Wire.Frame>? change = null)
    {
        change?.Invoke(frame);
        return frame.ToByteArray();
    }
}
