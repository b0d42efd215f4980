using Streaming.Actors.Time;

namespace Streaming.Actors.Tests.Harness;

/// <summary>SplitMix64 from a fixed seed: ids differ from each other and not from run to run.</summary>
public sealed class SeededEntropy(ulong seed) : IEntropy
{
    private ulong _state = seed;

    public ulong NextUInt64()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
