namespace Streaming.Transport.Settings;

/// <summary>The block <c>Hooks</c>: what an embedding application's <see cref="Hooks.IRoomHooks"/> are given.</summary>
public sealed class HookOptions
{
    /// <summary>Time that one hook may take, 10 ms to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
