namespace Streaming.Transport.Validators.Schemas;

/// <summary>A schema that cannot be used. Thrown while one is made, and caught where its file is read.</summary>
/// <param name="where">As a fragment: <c>#/properties/price</c>.</param>
/// <param name="fault">What is wrong there.</param>
internal sealed class SchemaFault(string where, string fault) : Exception($"{where} {fault}");
