namespace Streaming.Transport.Settings;

/// <summary>The block <c>Drain</c>.</summary>
public sealed class DrainOptions
{
    /// <summary>Time that a node which was asked to stop may take, 0 to 1 hour; then it stops anyway.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Clients are told to reconnect at a random moment within this span, 0 to 10 minutes.</summary>
    public TimeSpan ReconnectSpread { get; set; } = TimeSpan.FromSeconds(10);
}
