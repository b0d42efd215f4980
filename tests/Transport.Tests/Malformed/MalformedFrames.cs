using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Transport.Tests.WebSockets;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Tests.Malformed;

/// <summary>Frames that break RFC 6455 or come as close to it as they can, and texts that do not fit.</summary>
internal static class MalformedFrames
{
    private const int Limit = 64 * 1024;

    private static readonly byte[] Ping = ClientFrame.Build(Opcode.Ping, "are you there"u8);

    public static Gen<MalformedInput> Any { get; } = Gen.Frequency(
        (40, MalformedJson.Any.Select(text => new MalformedInput(text.Kind, ClientFrame.Text(text.Payload)))),
        (8, MalformedJson.Any.SelectMany(text => Fragments(text.Payload).Select(bytes => new MalformedInput(text.Kind + ", in fragments", bytes)))),
        (4, Sized(Limit + 1, 4 * Limit).Select(bytes => new MalformedInput("too large", ClientFrame.Text(bytes)))),
        (1, Sized((4 * Limit) + 1, 5 * Limit).Select(bytes => new MalformedInput("far too large", ClientFrame.Text(bytes)))),
        (3, MalformedJson.Any.Select(text => new MalformedInput("binary", ClientFrame.Build(Opcode.Binary, text.Payload)))),
        (3, from bits in Gen.Choose(1, 7) select new MalformedInput("reserved bits", ClientFrame.Build(Opcode.Text, "{}"u8, reserved: bits))),
        (3, from code in Gen.Elements(3, 4, 5, 6, 7, 11, 12, 13, 14, 15) select new MalformedInput("unknown opcode", ClientFrame.Build((Opcode)code, "{}"u8))),
        (2, Gen.Constant(new MalformedInput("no mask", ClientFrame.Build(Opcode.Text, "{}"u8, mask: null)))),
        (2, Gen.Constant(new MalformedInput("control frame in fragments", ClientFrame.Build(Opcode.Ping, "x"u8, final: false)))),
        (2, from size in Gen.Choose(126, 2_000) select new MalformedInput("control frame too long", ClientFrame.Build(Opcode.Ping, new byte[size]))),
        (2, Gen.Constant(new MalformedInput("continuation of nothing", ClientFrame.Build(Opcode.Continuation, "x"u8)))),
        (2, Gen.Constant(new MalformedInput("text in the middle of a text",
            [.. ClientFrame.Build(Opcode.Text, "{"u8, final: false), .. ClientFrame.Text("{}"u8)]))),
        (2, from wide in Gen.Elements(2, 8) select new MalformedInput("length written too wide", ClientFrame.Build(Opcode.Text, "{}"u8, lengthBytes: wide))),
        (2, Gen.Constant(new MalformedInput("length beyond 63 bits", [0x81, 0xFF, .. Enumerable.Repeat((byte)0xFF, 8), 1, 2, 3, 4]))),
        (3, from size in Gen.Choose(0, 125) select new MalformedInput("pong that nobody asked for", ClientFrame.Build(Opcode.Pong, new byte[size]))),
        (3, from code in Gen.Elements(0, 999, 1000, 1004, 1005, 1006, 1015, 2999, 5000, 65535) select new MalformedInput($"close {code}", ClientFrame.Close(code))),
        (2, Gen.Constant(new MalformedInput("close with half a code", ClientFrame.Build(Opcode.Close, [3])))),
        (2, Gen.Constant(new MalformedInput("close with invalid UTF-8", ClientFrame.Close(1000, [0xFF, 0xFE])))),
        (3, from text in MalformedJson.Any from keep in Gen.Choose(1, 5) select new MalformedInput("gone in the middle of a frame",
            ClientFrame.Text(text.Payload)[..keep], HangsUp: true)));

    private static Gen<byte[]> Fragments(byte[] payload) =>
        Gen.Choose(0, payload.Length).ArrayOf(3).Select(cuts => Fragmented(payload, cuts));

    /// <summary>The same text in pieces of any size, with pings in between.</summary>
    private static byte[] Fragmented(byte[] payload, int[] cuts)
    {
        int[] borders = [0, .. cuts.Order(), payload.Length];
        var frames = new List<byte>();
        for (int i = 0; i + 1 < borders.Length; i++)
        {
            Opcode opcode = i == 0 ? Opcode.Text : Opcode.Continuation;
            byte[] piece = payload[borders[i]..borders[i + 1]];
            frames.AddRange(ClientFrame.Build(opcode, piece, final: i + 2 == borders.Length));
            frames.AddRange(Ping);
        }

        return [.. frames];
    }

    private static Gen<byte[]> Sized(int least, int most) =>
        from size in Gen.Choose(least, most)
        let text = $$"""{"type":"message","id":"big","room_id":"lobby","data":"{{new string('x', size)}}"}"""
        select Encoding.UTF8.GetBytes(text)[..size];
}
