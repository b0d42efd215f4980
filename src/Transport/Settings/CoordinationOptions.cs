namespace Streaming.Transport.Settings;

/// <summary>The block <c>Coordination</c>.</summary>
public sealed record CoordinationOptions
{
    /// <summary>Where membership, shard ownership and logs live.</summary>
    public CoordinationBackend Backend { get; set; } = CoordinationBackend.Local;
}
