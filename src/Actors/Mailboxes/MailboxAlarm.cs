using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>Gives a mailbox a turn at a time, on the shared wheel: a room owns no timer.</summary>
internal sealed class MailboxAlarm(RoomMailbox mailbox) : WheelEntry
{
    protected internal override void OnDue() => mailbox.Wake();
}
