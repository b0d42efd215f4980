namespace Streaming.Actors.Mailboxes;

/// <summary>How a load ended: with a room, with a failure, or with neither where the shard has moved.</summary>
internal sealed record LoadOutcome(LoadedRoom? Room, Exception? Failure);
