namespace Streaming.Simulation.Faults;

/// <summary>How the store misbehaves towards one of its ports: the share of calls, 0 to 1, that go wrong in each way.</summary>
internal sealed record StoreFaults
{
    /// <summary>Calls fail only when the store cannot be reached, and else take no time of their own.</summary>
    public static readonly StoreFaults None = new();

    /// <summary>Answers after 1 ms to 2 s, and does its work at some moment in between.</summary>
    public double Late { get; init; }

    /// <summary>Answers after 2 to 6 s, longer than a lease.</summary>
    public double Stalled { get; init; }

    /// <summary>Throws and has done nothing.</summary>
    public double Unavailable { get; init; }

    /// <summary>Has done its work, and throws.</summary>
    public double LostReply { get; init; }

    /// <summary>Throws, and does its work up to 4 s later: a packet that was still on its way.</summary>
    public double WrittenLater { get; init; }
}
