using System.Buffers;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Filters;

/// <summary>Which members metadata may have.</summary>
internal sealed class MetadataRules(MetadataFilterOptions options)
{
    private readonly MetadataFilterOptions _options = options;

    /// <summary>All but these.</summary>
    public MetadataRules(IReadOnlyList<string> denied)
        : this(new MetadataFilterOptions { DeniedKeys = denied })
    {
    }

    public bool Enabled => _options.Enabled;

    public MetadataAction Action => _options.Action;

    /// <summary>Whether there is nothing to look for.</summary>
    public bool AreEmpty => _options is { MaxKeys: 0, MaxKeyLength: 0, MaxValueLength: 0, MaxDepth: 0, AllowedKeys.Count: 0, DeniedKeys.Count: 0 };

    public static bool IsListed(IReadOnlyList<string> keys, in JsonMembers member)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (member.NameIs(keys[i]))
                return true;
        }

        return false;
    }

    /// <summary>Whether the member that <paramref name="members"/> is at may be there. Its value is read then.</summary>
    /// <param name="kept">How many members before it may be there.</param>
    public bool Allow(ref JsonMembers members, int kept)
    {
        bool isNameFine = (_options.AllowedKeys.Count == 0 || IsListed(_options.AllowedKeys, members)) && !IsListed(_options.DeniedKeys, members);
        members.ReadValue();
        return isNameFine
            && IsWithin(kept + 1, _options.MaxKeys)
            && IsWithin(members.WrittenName.Length, _options.MaxKeyLength)
            && IsWithin(members.Value.Length, _options.MaxValueLength)
            && (_options.MaxDepth == 0 || DepthOf(members.Value) < _options.MaxDepth);
    }

    /// <summary>The metadata without what may not be there; empty if nothing is left.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlySpan<byte> metadata, MetadataRules rules)
    {
        var output = new ArrayBufferWriter<byte>(metadata.Length);
        int kept = 0;
        var members = new JsonMembers(metadata);
        while (members.MoveNext())
        {
            if (!rules.Allow(ref members, kept))
                continue;
            output.Write(kept++ == 0 ? "{"u8 : ","u8);
            output.Write(members.Written);
        }

        if (kept == 0)
            return default;
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private static bool IsWithin(int value, int max) => max == 0 || value <= max;

    // Of objects and arrays. Brackets in strings are none.
    private static int DepthOf(ReadOnlySpan<byte> value)
    {
        int depth = 0, deepest = 0;
        bool isInString = false;
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case (byte)'"':
                    isInString = !isInString;
                    break;
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'{' or (byte)'[' when !isInString:
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case (byte)'}' or (byte)']' when !isInString:
                    depth--;
                    break;
                default:
                    break;
            }
        }

        return deepest;
    }
}
