using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>A user who has logged in, as stores keep it. Nothing in it opens anything: of what the user's browser shows, there are hashes alone.</summary>
/// <param name="Name">The hash of what stays the same as long as the user is logged in.</param>
/// <param name="Secret">The hash of what is exchanged now and then.</param>
/// <param name="EndsAt">When it ends at the latest, however much it is used.</param>
/// <param name="Content">Not looked at here.</param>
public sealed record LoginRecord(UserId User, string Name, string Secret, DateTimeOffset EndsAt, ReadOnlyMemory<byte> Content)
{
    /// <summary>The hash of what was shown in the place of <see cref="Secret"/> before; empty for none.</summary>
    public string EarlierSecret { get; init; } = "";

    /// <summary>When the secret was exchanged last, or made.</summary>
    public DateTimeOffset ExchangedAt { get; init; }

    /// <summary>When <see cref="Secret"/> was shown for the first time after an exchange; null: whether the browser ever got it is not known.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
}
