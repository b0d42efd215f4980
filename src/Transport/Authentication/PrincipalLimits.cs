namespace Streaming.Transport.Authentication;

/// <summary>
/// Limits of one token or key in the place of those of the settings, narrower or wider. What is null stays as the settings say. A limit of 0
/// does not exist: who is to have none has <c>limits: false</c>.
/// </summary>
public sealed record PrincipalLimits
{
    /// <summary>The most that any of them can be.</summary>
    public const int Max = 1_000_000;

    /// <summary>Messages per second in the long run, 1 to <see cref="Max"/>.</summary>
    public int? MessagesPerSecond { get; init; }

    /// <summary>Messages in a minute, 1 to <see cref="Max"/>.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>Messages at once after a quiet time, 1 to <see cref="Max"/>.</summary>
    public int? Burst { get; init; }

    /// <summary>Connections of the user at a time, 1 to <see cref="Max"/>.</summary>
    public int? Connections { get; init; }
}
