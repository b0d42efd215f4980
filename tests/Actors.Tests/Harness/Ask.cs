using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Tests.Harness;

/// <summary>One command's answer, held to the promise that there is exactly one.</summary>
internal sealed class Ask : IReplySink
{
    private RoomReply? _reply;

    public bool IsAnswered => _reply is not null;

    public RoomReply Reply => _reply ?? throw new InvalidOperationException("Not answered yet.");

    void IReplySink.Reply(RoomReply reply)
    {
        if (_reply is not null)
            throw new InvalidOperationException($"Answered twice: {_reply}, then {reply}.");

        _reply = reply;
    }
}
