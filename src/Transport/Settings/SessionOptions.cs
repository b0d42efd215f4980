namespace Streaming.Transport.Settings;

/// <summary>The block <c>Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>Time that a session can be resumed after its connection closed, 1 second to 1 day.</summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromMinutes(2);
}
