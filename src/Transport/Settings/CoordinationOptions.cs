namespace Streaming.Transport.Settings;

/// <summary>The block <c>Coordination</c>.</summary>
public sealed class CoordinationOptions
{
    /// <summary>Where membership, shard ownership and logs live.</summary>
    public CoordinationBackend Backend { get; set; } = CoordinationBackend.Local;
}
