namespace Streaming.Actors.Limits;

/// <summary>How <see cref="IConnectionCounts.TakeAsync"/> ended: taken, or which cap has no room.</summary>
public enum PlaceOutcome
{
    Taken,
    UserIsFull,
    AddressIsFull,
    GuestsAreFull,
}
