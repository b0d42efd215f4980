namespace Streaming.Actors.Time;

/// <summary>The source of all randomness: unguessable in the program, a seed in the simulation.</summary>
public interface IEntropy
{
    ulong NextUInt64();
}
