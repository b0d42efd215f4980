using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// A schema, ready to hold values against. Everything that does not stand in it is null. It is made once (<see cref="SchemaCompiler"/>), and
/// then nothing changes any more; that its members can be set is because a schema may lead back to itself.
/// </summary>
internal sealed class SchemaNode
{
    /// <summary>The schema <c>false</c>: nothing fits.</summary>
    public bool IsNever { get; set; }

    public JsonKinds Kinds { get; set; } = JsonKinds.All;

    /// <summary>What is told of another type: "must be …".</summary>
    public string KindFault { get; set; } = "";

    /// <summary><c>enum</c>, and <c>const</c>.</summary>
    public IReadOnlyList<ScalarSet> Sets { get; set; } = [];

    public StringRules? Strings { get; set; }

    public NumberRules? Numbers { get; set; }

    public ArrayRules? Arrays { get; set; }

    public ObjectRules? Objects { get; set; }

    public CombinedRules? Combined { get; set; }

    /// <param name="json">Stands on the first token of the value, or on a name, and is a copy.</param>
    public bool Fits(Utf8JsonReader json, ref SchemaRun run)
    {
        if (!run.TryEnter())
            return false;
        bool fits = FitsItself(ref json, ref run) && (Combined is null || Combined.Fit(json, ref run));
        run.Leave();
        return fits && !run.IsSpent;
    }

    private bool FitsItself(ref Utf8JsonReader json, ref SchemaRun run)
    {
        if (IsNever)
            return run.Fail(ValidationCode.SchemaMismatch, "is not allowed");
        var kind = JsonKind.Of(ref json);
        if ((kind & Kinds) == 0)
            return run.Fail(ValidationCode.TypeMismatch, KindFault);
        for (int i = 0; i < Sets.Count; i++)
        {
            run.Spend(Sets[i].Count);
            if (!Sets[i].Holds(ref json))
                return run.Fail(ValidationCode.EnumMismatch, "is none of the values that it may have");
        }

        return kind switch
        {
            JsonKinds.String => Strings is null || Strings.Fit(json.ValueSpan, ref run),
            JsonKinds.Array => Arrays is null || Arrays.Fit(json, ref run),
            JsonKinds.Object => Objects is null || Objects.Fit(json, ref run),
            _ when (kind & JsonKinds.Number) != 0 => Numbers is null || Numbers.Fit(SchemaNumber.Of(ref json), ref run),
            _ => true,
        };
    }
}
