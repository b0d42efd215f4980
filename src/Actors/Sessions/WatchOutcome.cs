using System.Collections.Immutable;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Sessions;

/// <summary>
/// How those are who are watched now. The answer has to reach the client before the first change does, so changes are told only when
/// <see cref="StartDelivery"/> is called.
/// </summary>
/// <param name="Users">In the order asked for, without those of whom nothing is known yet: they follow when something is.</param>
public sealed record WatchOutcome(ImmutableArray<ShownUser> Users)
{
    /// <summary>They would be too many for one connection. Nothing has changed.</summary>
    public static readonly WatchOutcome Refused = new([]) { IsRefused = true };

    public bool IsRefused { get; private init; }

    internal Action<bool> Starting { private get; init; } = static _ => { };

    /// <summary>To be called once, after the answer has been put into the outbox.</summary>
    /// <param name="isAnswered">The client is told <see cref="Users"/>; else they follow as updates.</param>
    public void StartDelivery(bool isAnswered = true) => Starting(isAnswered);
}
