namespace Streaming.Simulation.Faults;

/// <summary>How the log misbehaves: the share of calls, 0 to 1, that go wrong in each way.</summary>
internal sealed record LogFaults
{
    /// <summary>Answers after 1 ms to 3 s, and does its work at some moment in between.</summary>
    public double Late { get; init; }

    /// <summary>Answers after 2 to 15 s, longer than anybody waits.</summary>
    public double Stalled { get; init; }

    /// <summary>Throws and has done nothing.</summary>
    public double Unavailable { get; init; }

    /// <summary>Has done its work, and throws.</summary>
    public double LostReply { get; init; }

    /// <summary>Throws, and does its work up to 5 s later: a packet that was still on its way.</summary>
    public double WrittenLater { get; init; }
}
