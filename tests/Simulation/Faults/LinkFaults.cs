namespace Streaming.Simulation.Faults;

/// <summary>How the peer link misbehaves, as its contract allows: the share of messages, 0 to 1.</summary>
internal sealed record LinkFaults
{
    /// <summary>Takes 1 ms to 2 s; what follows waits behind it, since order is kept.</summary>
    public double Late { get; init; }

    public double Lost { get; init; }

    public double Doubled { get; init; }
}
