namespace Streaming.Transport.Validators.Schemas;

/// <summary>A name that a schema knows members of objects by.</summary>
/// <param name="Index">From 0, in the order of the schema.</param>
/// <param name="Schema">Of <c>properties</c>; null where the name stands elsewhere only.</param>
/// <param name="Needs">Of <c>dependentRequired</c>: the numbers of those that must be there where this is.</param>
internal sealed record SchemaMember(string Name, int Index, SchemaNode? Schema, bool IsRequired, IReadOnlyList<int> Needs)
{
    /// <summary>As a step of a path.</summary>
    public string Step { get; } = "." + Name;
}
