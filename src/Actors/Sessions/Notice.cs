using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>What a back end says to the connections of one user, or to everybody's. Heard at most once, and kept nowhere.</summary>
/// <param name="Id">The same whenever it is sent: a node that has told it tells it to nobody again.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">Null: to everybody.</param>
/// <param name="Data">A JSON value as it was sent.</param>
/// <param name="Metadata">A JSON object as it was sent; empty for none.</param>
public sealed record Notice(
    string Id, UserId From, UserId? To, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, DateTimeOffset Timestamp)
{
    /// <summary>How long a node knows that it has told one: as long as a retry may come.</summary>
    public static readonly TimeSpan Remembered = Rooms.RecentRequests.Window;
}
