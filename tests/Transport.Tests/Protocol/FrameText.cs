using System.Buffers.Binary;
using System.Text;

namespace Streaming.Transport.Tests.Protocol;

/// <summary>Takes a server's text frames apart again, independently of the code that wrote them.</summary>
internal static class FrameText
{
    public static string One(ReadOnlyMemory<byte> frame) => Assert1(All(frame));

    public static IReadOnlyList<string> All(ReadOnlyMemory<byte> frames)
    {
        var texts = new List<string>();
        var left = frames.Span;
        while (!left.IsEmpty)
        {
            if (left[0] != 0x81)
                throw new FormatException("not a final text frame");
            var (length, header) = left[1] switch
            {
                126 => (BinaryPrimitives.ReadUInt16BigEndian(left[2..]), 4),
                127 => ((int)BinaryPrimitives.ReadInt64BigEndian(left[2..]), 10),
                var small => (small, 2),
            };
            texts.Add(Encoding.UTF8.GetString(left.Slice(header, length)));
            left = left[(header + length)..];
        }

        return texts;
    }

    private static string Assert1(IReadOnlyList<string> texts) => texts is [var one] ? one : throw new FormatException("not one frame");
}
