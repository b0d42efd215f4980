using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>What a schema says of objects, checked in one pass over their members.</summary>
/// <param name="Members">All that have a name in the schema; at most <see cref="MaxMembers"/>.</param>
/// <param name="Patterns">Of <c>patternProperties</c>.</param>
/// <param name="Others">Of <c>additionalProperties</c>: for those that neither name nor pattern says anything of.</param>
/// <param name="Names">Of <c>propertyNames</c>: for the names themselves.</param>
internal sealed record ObjectRules(
    IReadOnlyList<SchemaMember> Members,
    IReadOnlyList<(Regex Pattern, SchemaNode Schema)> Patterns,
    SchemaNode? Others,
    SchemaNode? Names,
    int Min,
    int Max)
{
    public const int MaxMembers = 512;

    private const int StackCharacters = 256;

    private readonly FrozenDictionary<string, SchemaMember>.AlternateLookup<ReadOnlySpan<char>> _byName =
        Members.ToFrozenDictionary(static member => member.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="json">Stands on the bracket.</param>
    public bool Fit(Utf8JsonReader json, ref SchemaRun run)
    {
        long begin = json.TokenStartIndex;
        int count = 0;
        Span<ulong> seen = stackalloc ulong[MaxMembers / 64];
        seen.Clear();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            count++;
            if (Names is not null && !Names.Fits(json, ref run))
                return false;
            if (!FitsMember(ref json, seen, ref run))
                return false;
            json.Skip();
            if (run.IsSpent)
                return false;
        }

        run.Spend(json.BytesConsumed - begin);
        if (count < Min)
            return run.Fail(ValidationCode.FieldsMin, "has too few members");
        if (count > Max)
            return run.Fail(ValidationCode.FieldsMax, "has too many members");
        return HasAllNeeded(seen, ref run);
    }

    // Goes over to the value.
    private bool FitsMember(ref Utf8JsonReader json, scoped Span<ulong> seen, ref SchemaRun run)
    {
        var written = json.ValueSpan;
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        ReadOnlySpan<char> name = buffer.Characters[..JsonUnescape.ToCharacters(written, buffer.Characters)];
        json.Read();
        _byName.TryGetValue(name, out var member);
        if (member is not null)
            seen[member.Index / 64] |= 1ul << (member.Index % 64);

        bool isKnown = member?.Schema is not null;
        bool fits = member?.Schema is not { } schema || schema.Fits(json, ref run);
        for (int i = 0; i < Patterns.Count && fits; i++)
        {
            run.Spend(name.Length);
            if (!Patterns[i].Pattern.IsMatch(name))
                continue;
            isKnown = true;
            fits = Patterns[i].Schema.Fits(json, ref run);
        }

        if (fits && !isKnown && Others is not null)
            fits = Others.IsNever ? run.Fail(ValidationCode.UnknownField, "is not a name that the schema knows") : Others.Fits(json, ref run);
        // What the sender calls it is not repeated.
        return fits || run.FailAt(member is null ? ".*" : member.Step);
    }

    private bool HasAllNeeded(scoped ReadOnlySpan<ulong> seen, ref SchemaRun run)
    {
        for (int i = 0; i < Members.Count; i++)
        {
            var member = Members[i];
            bool isThere = Has(seen, i);
            if (member.IsRequired && !isThere)
                return Missing(member, ref run);
            for (int n = 0; isThere && n < member.Needs.Count; n++)
            {
                if (!Has(seen, member.Needs[n]))
                    return Missing(Members[member.Needs[n]], ref run);
            }
        }

        return true;
    }

    private static bool Has(scoped ReadOnlySpan<ulong> seen, int index) => (seen[index / 64] & (1ul << (index % 64))) != 0;

    private static bool Missing(SchemaMember member, ref SchemaRun run)
    {
        run.Fail(ValidationCode.RequiredField, "is missing");
        return run.FailAt(member.Step);
    }
}
