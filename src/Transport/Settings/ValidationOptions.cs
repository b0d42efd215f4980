namespace Streaming.Transport.Settings;

/// <summary>The block <c>Validation</c>: what the built-in validators refuse (docs/validators.md).</summary>
public sealed class ValidationOptions
{
    /// <summary>Lengths, and fields that must be there or have a form.</summary>
    public ContentValidationOptions Content { get; } = new();

    /// <summary>What could harm those who read.</summary>
    public SecurityValidationOptions Security { get; } = new();

    /// <summary>
    /// The JSON file that maps rooms, channels and content types to schemas, or a folder with a <c>schemas.json</c>. Null: no schemas.
    /// </summary>
    public string? Schemas { get; set; }
}
