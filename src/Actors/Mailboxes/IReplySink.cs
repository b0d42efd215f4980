using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>Where the answer to one command goes. Called exactly once, from the mailbox's turn; must not block.</summary>
internal interface IReplySink
{
    void Reply(RoomReply reply);
}
