namespace Streaming.Actors.Ids;

/// <summary>A session: what outlives a connection, so that the next one can go on.</summary>
public readonly record struct SessionId(string Value)
{
    public override string ToString() => Value;
}
