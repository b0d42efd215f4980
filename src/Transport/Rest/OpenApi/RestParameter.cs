namespace Streaming.Transport.Rest.OpenApi;

/// <summary>A parameter of an address's query.</summary>
internal sealed record RestParameter(string Name, Schema Value, string Description);
