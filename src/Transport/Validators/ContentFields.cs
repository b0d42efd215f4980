using System.Numerics;
using System.Text.Json;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Validators;

/// <summary>
/// Looks at up to 64 members of data, wherever they are in it, in one pass. A list on the way to a member stands for each of its entries.
/// </summary>
internal sealed class ContentFields
{
    private const int MaxFields = 64;
    private const int MaxDepth = 64;
    private const int StackCharacters = 512;

    private readonly ContentField[] _fields;
    private readonly ulong _all;
    private readonly ulong _required;

    private ContentFields(ContentField[] fields)
    {
        _fields = fields;
        for (int i = 0; i < fields.Length; i++)
        {
            _all |= 1ul << i;
            _required |= fields[i].Rule == FieldRule.Required ? 1ul << i : 0;
        }
    }

    /// <summary>None where the settings name none.</summary>
    public static ContentFields[] Of(ContentValidationOptions options)
    {
        var fields = options.RequiredFields.Select(static path => new ContentField(path, FieldRule.Required))
            .Concat(options.UrlFields.Select(static path => new ContentField(path, FieldRule.Url)))
            .Concat(options.EmailFields.Select(static path => new ContentField(path, FieldRule.Email)));
        return [.. fields.Chunk(MaxFields).Select(static fields => new ContentFields(fields))];
    }

    /// <param name="data">A JSON value that has been read before, less deep than 64.</param>
    public ContentProblem? Find(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        // For each object or list that the reader is in: the fields to which it leads, and how many of their names have led to it.
        Span<ulong> leads = stackalloc ulong[MaxDepth];
        Span<int> steps = stackalloc int[MaxDepth];
        ulong lists = 0, found = 0, coming = _all;
        int step = 0;
        while (json.Read())
        {
            int around = json.CurrentDepth - 1;
            if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                continue;
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                coming = Named(ref json, leads[around], steps[around]);
                step = steps[around] + 1;
                continue;
            }

            if (around >= 0 && (lists & (1ul << around)) != 0)
                (coming, step) = (leads[around], steps[around]);
            if (Check(ref json, coming, step, ref found) is { } problem)
                return problem;
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                (leads[around + 1], steps[around + 1]) = (coming, step);
                ulong bit = 1ul << (around + 1);
                lists = json.TokenType == JsonTokenType.StartArray ? lists | bit : lists & ~bit;
            }
        }

        ulong missing = _required & ~found;
        return missing == 0 ? null : _fields[BitOperations.TrailingZeroCount(missing)].Problem;
    }

    // Of the fields that this object leads to, those whose next name this is.
    private ulong Named(ref Utf8JsonReader json, ulong fields, int step)
    {
        ulong named = 0;
        for (ulong rest = fields; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            if (step >= _fields[i].Depth)
                continue;
            var (utf8, name) = _fields[i][step];
            if (json.Is(utf8, name))
                named |= 1ul << i;
        }

        return named;
    }

    private ContentProblem? Check(ref Utf8JsonReader json, ulong fields, int step, ref ulong found)
    {
        for (ulong rest = fields; rest != 0; rest &= rest - 1)
        {
            int i = BitOperations.TrailingZeroCount(rest);
            var field = _fields[i];
            if (field.Depth != step || json.TokenType == JsonTokenType.Null)
                continue;
            if (field.Rule == FieldRule.Required)
                found |= json.TokenType == JsonTokenType.String && JsonTextLength.IsBlank(json.ValueSpan) ? 0 : 1ul << i;
            else if (json.TokenType != JsonTokenType.StartArray && !(json.TokenType == JsonTokenType.String && Holds(field.Rule, json.ValueSpan)))
                return field.Problem;
        }

        return null;
    }

    private static bool Holds(FieldRule rule, ReadOnlySpan<byte> written)
    {
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        var text = buffer.Characters[..JsonUnescape.ToCharacters(written, buffer.Characters)];
        return rule == FieldRule.Url ? WebAddress.IsValid(text) : EmailAddress.IsValid(text);
    }
}
