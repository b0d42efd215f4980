namespace Streaming.Transport.Validators.Schemas;

/// <summary><c>minimum</c>, <c>maximum</c>, both with <c>exclusive…</c>, and <c>multipleOf</c>.</summary>
internal sealed record NumberRules(SchemaNumber? Min, SchemaNumber? Above, SchemaNumber? Max, SchemaNumber? Below, SchemaNumber? Unit)
{
    public bool Fit(SchemaNumber number, ref SchemaRun run)
    {
        if ((Min is { } min && number.CompareTo(min) < 0) || (Above is { } above && number.CompareTo(above) <= 0))
            return run.Fail(ValidationCode.ValueMin, "is too small");
        if ((Max is { } max && number.CompareTo(max) > 0) || (Below is { } below && number.CompareTo(below) >= 0))
            return run.Fail(ValidationCode.ValueMax, "is too large");
        return Unit is not { } unit || number.IsMultipleOf(unit) || run.Fail(ValidationCode.ValueMultiple, "is no multiple of what it must be one of");
    }
}
