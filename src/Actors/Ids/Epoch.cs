namespace Streaming.Actors.Ids;

/// <summary>
/// Names one life of a room's log. Positions of another epoch mean nothing: a log that was lost
/// or cut starts again under a new epoch, so that no seq is ever used twice for different events.
/// </summary>
public readonly record struct Epoch(string Value)
{
    public override string ToString() => Value;
}
