using System.Buffers;
using System.Globalization;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Filters;

/// <summary>Puts other text into JSON; all else in it stays as it was, byte for byte.</summary>
internal static class StringReplacement
{
    /// <param name="json">One JSON value.</param>
    /// <param name="strings">By the number of the string value, from 0.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> json, IReadOnlyDictionary<int, string> strings)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        var old = new JsonStrings(json);
        int copied = 0;
        for (int i = 0; old.MoveNext(); i++)
        {
            if (!strings.TryGetValue(i, out string? text))
                continue;
            output.Write(json[copied..(old.Start - 1)]);
            JsonStringWriter.Write(output, text);
            copied = old.Start + old.Length + 1;
        }

        output.Write(json[copied..]);
        return output.WrittenMemory;
    }

    /// <summary>
    /// The text with something else in the place of some parts. A part that begins or ends inside of what readers take for one character
    /// (a letter with its marks) takes that with it, and parts that meet are one.
    /// </summary>
    public static string Mask(ReadOnlySpan<char> text, List<TextRange> parts, string mask)
    {
        parts.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var masked = new System.Text.StringBuilder(text.Length);
        int next = 0, behind = 0;
        bool isMasking = false;
        for (int i = 0; i < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text[i..]);
            bool isInside = i < behind;
            while (next < parts.Count && parts[next].Start < i + length)
            {
                isInside |= parts[next].End > i;
                behind = Math.Max(behind, parts[next++].End);
            }

            if (!isInside)
                masked.Append(text.Slice(i, length));
            else if (!isMasking)
                masked.Append(mask);
            isMasking = isInside;
            i += length;
        }

        return masked.ToString();
    }
}
