using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>A command on its way through a mailbox, and where its answer goes.</summary>
internal sealed class RoomEnvelope(RoomCommand command, IReplySink replyTo)
{
    private IReplySink? _replyTo = replyTo;

    public RoomCommand Command { get; } = command;

    /// <summary>How often the command was decided again because an append was refused or its outcome unknown.</summary>
    public int Retries { get; set; }

    /// <summary>Answers whoever asked, once: a command that was answered before it was logged may be decided again, but is not answered again.</summary>
    public void Answer(RoomReply reply)
    {
        IReplySink? replyTo = _replyTo;
        _replyTo = null;
        replyTo?.Reply(reply);
    }
}
