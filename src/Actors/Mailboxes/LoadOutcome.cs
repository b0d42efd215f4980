namespace Streaming.Actors.Mailboxes;

/// <summary>How a load ended: with a room, or with a failure.</summary>
internal sealed record LoadOutcome(LoadedRoom? Room, Exception? Failure);
