using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>A command on its way through a mailbox, and where its answer goes.</summary>
internal sealed class RoomEnvelope(RoomCommand command, IReplySink replyTo)
{
    public RoomCommand Command { get; } = command;

    public IReplySink ReplyTo { get; } = replyTo;

    /// <summary>How often the command was decided again because an append was refused or its outcome unknown.</summary>
    public int Retries { get; set; }
}
