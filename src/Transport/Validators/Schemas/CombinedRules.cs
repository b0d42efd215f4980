using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>Schemas for the same value: <c>$ref</c>, <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, and <c>if</c>, <c>then</c>, <c>else</c>.</summary>
/// <param name="All">Of <c>$ref</c> and <c>allOf</c>.</param>
/// <param name="Any">Null if there is no <c>anyOf</c>.</param>
internal sealed record CombinedRules(
    IReadOnlyList<SchemaNode> All,
    IReadOnlyList<SchemaNode>? Any,
    IReadOnlyList<SchemaNode>? One,
    SchemaNode? Not,
    SchemaNode? If,
    SchemaNode? Then,
    SchemaNode? Else)
{
    /// <summary>All schemas that are held against the same value.</summary>
    public IEnumerable<SchemaNode> Parts =>
        [.. All, .. Any ?? [], .. One ?? [], .. new[] { Not, If, Then, Else }.OfType<SchemaNode>()];

    public bool Fit(Utf8JsonReader json, ref SchemaRun run)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (!All[i].Fits(json, ref run))
                return false;
        }

        if (Any is not null && Count(Any, json, ref run, enough: 1) == 0)
            return run.Fail(ValidationCode.SchemaMismatch, "has none of the forms that it may have");
        if (One is not null && Count(One, json, ref run, enough: 2) != 1)
            return run.Fail(ValidationCode.SchemaMismatch, "does not have exactly one of the forms that it may have");
        if (Not is not null && Tried(Not, json, ref run))
            return run.Fail(ValidationCode.SchemaMismatch, "has a form that it must not have");
        if (If is null)
            return true;
        return (Tried(If, json, ref run) ? Then : Else) is not { } then || then.Fits(json, ref run);
    }

    private static int Count(IReadOnlyList<SchemaNode> schemas, Utf8JsonReader json, ref SchemaRun run, int enough)
    {
        int count = 0;
        for (int i = 0; i < schemas.Count && count < enough && !run.IsSpent; i++)
            count += Tried(schemas[i], json, ref run) ? 1 : 0;
        return count;
    }

    private static bool Tried(SchemaNode schema, Utf8JsonReader json, ref SchemaRun run)
    {
        run.Trials++;
        bool fits = schema.Fits(json, ref run);
        run.Trials--;
        return fits;
    }
}
