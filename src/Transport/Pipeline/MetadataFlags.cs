using System.Buffers;
using System.Text.Json;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// The list <c>flags</c> in a message's metadata, which says what filters found. Users cannot set it where it is reserved, which is the
/// default (<c>Filters:Permission:ReservedMetadata</c>).
/// </summary>
internal static class MetadataFlags
{
    private const string Name = "flags";

    /// <param name="metadata">An object, or nothing.</param>
    /// <param name="flag">Goes behind what is in the list already.</param>
    public static ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> metadata, string flag)
    {
        var output = new ArrayBufferWriter<byte>(metadata.Length + 32);
        output.Write("{"u8);
        ReadOnlySpan<byte> old = default;
        var members = new JsonMembers(metadata.Span);
        while (members.MoveNext())
        {
            bool isList = members.NameIs(Name);
            members.ReadValue();
            if (isList)
            {
                old = members.Value;
                continue;
            }

            output.Write(members.Written);
            output.Write(","u8);
        }

        output.Write("\"flags\":["u8);
        if (!old.IsEmpty && old[0] == '[' && !old[1..^1].Trim(" \t\r\n"u8).IsEmpty)
        {
            output.Write(old[1..^1]);
            output.Write(","u8);
        }

        using (var json = new Utf8JsonWriter(output))
            json.WriteStringValue(flag);
        output.Write("]}"u8);
        return output.WrittenMemory;
    }
}
