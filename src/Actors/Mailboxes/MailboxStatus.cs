namespace Streaming.Actors.Mailboxes;

internal enum MailboxStatus
{
    /// <summary>Nothing is known of the room: the next command has it loaded.</summary>
    Unloaded,

    /// <summary>Its log is being read; commands wait.</summary>
    Loading,

    /// <summary>Commands are decided.</summary>
    Ready,

    /// <summary>Commands wait until everything decided is in the log; then the room is loaded anew.</summary>
    Settling,

    /// <summary>Passive, or the shard has moved: takes nothing more.</summary>
    Closed,
}
