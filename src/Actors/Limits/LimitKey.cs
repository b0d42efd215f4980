namespace Streaming.Actors.Limits;

/// <summary>What a limit is counted for. A value, so that nothing is made for each message.</summary>
/// <param name="Kind">What is limited, and by what; one of a few constants.</param>
/// <param name="Name">The user, the address or the connection.</param>
public readonly record struct LimitKey(string Kind, string Name)
{
    public override string ToString() => $"{Kind}:{Name}";
}
