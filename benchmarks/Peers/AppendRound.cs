namespace Streaming.Benchmarks.Peers;

/// <summary>One round of one kind.</summary>
/// <param name="CpuSeconds">Processor time of this process.</param>
internal sealed record AppendRound(string What, int InFlight, long Entries, double Seconds, RedisCost Redis, double CpuSeconds)
{
    public double PerSecond => Entries / Seconds;

    /// <summary>Of the server's time, a message.</summary>
    public double RedisMicroseconds => Redis.CpuSeconds * 1e6 / Entries;

    public double OwnMicroseconds => CpuSeconds * 1e6 / Entries;

    /// <summary>Messages in one script.</summary>
    public double PerScript => (double)Entries / Math.Max(1, Redis.Scripts);
}
