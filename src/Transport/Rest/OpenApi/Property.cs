namespace Streaming.Transport.Rest.OpenApi;

/// <summary>One member of an object.</summary>
internal sealed record Property(string Name, Schema Value, bool IsRequired)
{
    public static Property Required(string name, Schema value) => new(name, value, IsRequired: true);

    public static Property Optional(string name, Schema value) => new(name, value, IsRequired: false);
}
