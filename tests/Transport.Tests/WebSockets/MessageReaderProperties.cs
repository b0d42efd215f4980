using FsCheck;
using FsCheck.Fluent;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

public sealed class MessageReaderProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void AnyMessage_InAnyFragmentsAndAnyChunks_ArrivesWhole()
    {
        var messages = (
            from fragments in Gen.NonEmptyListOf(
                from length in Gen.Frequency((5, Gen.Choose(0, 40)), (2, Gen.Choose(120, 130)), (1, Gen.Choose(65_530, 65_540)))
                from seed in Gen.Choose(0, int.MaxValue - 1)
                let payload = Bytes(seed, length)
                from mask in ArbMap.Default.GeneratorFor<uint>()
                from ping in Gen.Elements(true, false)
                select (payload, mask, ping))
            from text in Gen.Elements(true, false)
            from chunk in Gen.Frequency((1, Gen.Choose(1, 20)), (3, Gen.Choose(20, 200)), (2, Gen.Choose(1_000, 100_000)))
            select (fragments, text, chunk)).Resize(8);

        Check.One(Thorough.WithMaxTest(300), Prop.ForAll(Arb.From(messages), message =>
        {
            var bytes = new List<byte>();
            var pings = 0;
            foreach (var (i, (payload, mask, ping)) in message.fragments.Index())
            {
                var opcode = i > 0 ? Opcode.Continuation : message.text ? Opcode.Text : Opcode.Binary;
                if (ping)
                    bytes.AddRange(ClientFrame.Build(Opcode.Ping, [(byte)pings++]));
                bytes.AddRange(ClientFrame.Build(opcode, payload, i == message.fragments.Count - 1, mask));
            }

            var items = new Wire().Feed([.. bytes], message.chunk);

            Assert.Equal(Received.Message, items[^1].Received);
            Assert.Equal(message.text, items[^1].IsText);
            Assert.Equal(message.fragments.SelectMany(fragment => fragment.payload), items[^1].Payload);
            Assert.Equal(pings, items.Count - 1);
        }));
    }

    [Fact]
    public void AnyBytes_NeverThrow_AndAreTheSameInAnyChunks()
    {
        // Half of them begin like a frame, or few would get past the first two bytes.
        var noise =
            from start in Gen.Elements<byte[]>(
                [], [0x81, 0x85], [0x82, 0xFE], [0x82, 0xFF], [0x01, 0x81], [0x89, 0x80], [0x88, 0x82], [0x00, 0x80])
            from rest in ArbMap.Default.GeneratorFor<byte[]>()
            from chunk in Gen.Choose(1, 20)
            select (bytes: (byte[])[.. start, .. rest], chunk);

        Check.One(Thorough.WithMaxTest(10_000), Prop.ForAll(Arb.From(noise), input =>
        {
            var whole = new Wire(maxMessageBytes: 100).Feed(input.bytes);
            var pieces = new Wire(maxMessageBytes: 100).Feed(input.bytes, input.chunk);

            Assert.Equal(whole.Select(item => item.Received), pieces.Select(item => item.Received));
            Assert.Equal(whole.SelectMany(item => item.Payload), pieces.SelectMany(item => item.Payload));
        }));
    }

    [Fact]
    public void Masking_IsItsOwnInverse_AtAnyOffsetAndLength()
    {
        var cases =
            from bytes in ArbMap.Default.GeneratorFor<byte[]>()
            from mask in ArbMap.Default.GeneratorFor<uint>()
            from offset in Gen.Choose(0, 9)
            from repeat in Gen.Choose(1, 8)
            select (bytes: Enumerable.Repeat(bytes, repeat).SelectMany(part => part).ToArray(), mask, offset);

        Check.One(Thorough, Prop.ForAll(Arb.From(cases), input =>
        {
            var masked = new byte[input.bytes.Length];
            Masking.Apply(input.bytes, masked, input.mask, input.offset);
            for (var i = 0; i < masked.Length; i++)
                Assert.Equal((byte)(input.bytes[i] ^ (byte)(input.mask >> (i + input.offset) % 4 * 8)), masked[i]);

            Masking.Apply(masked, masked, input.mask, input.offset);
            Assert.Equal(input.bytes, masked);
        }));
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
