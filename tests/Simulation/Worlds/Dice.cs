using Streaming.Actors.Time;

namespace Streaming.Simulation.Worlds;

/// <summary>
/// All chance of one run: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators",
/// 2018), its state filled from the seed by splitmix64 as its authors advise. Own code, so that a seed
/// means the same run on every machine and release of .NET.
/// </summary>
internal sealed class Dice : IEntropy
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public Dice(ulong seed) =>
        (_a, _b, _c, _d) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    /// <summary>Dice of its own for one part, so that more throws there do not change what others throw.</summary>
    public Dice Fork() => new(NextUInt64());

    public ulong NextUInt64()
    {
        ulong result = ulong.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 to <paramref name="below"/> - 1. The bias of the modulus (below 2^-40 here) does not matter to a test.</summary>
    public int Next(int below) => (int)(NextUInt64() % (ulong)below);

    public int Between(int from, int to) => from + Next(to - from + 1);

    public TimeSpan Between(TimeSpan from, TimeSpan to) =>
        from + new TimeSpan((long)(NextUInt64() % (ulong)Math.Max(1, (to - from).Ticks + 1)));

    public bool Chance(double probability) => (NextUInt64() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
