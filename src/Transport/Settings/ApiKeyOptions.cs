namespace Streaming.Transport.Settings;

/// <summary>The block <c>ApiKeys</c>.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>A JSON file of hashed keys. Null: no API key is valid.</summary>
    public string? File { get; set; }
}
