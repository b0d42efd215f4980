using Streaming.Chaos.Faults;

namespace Streaming.Chaos.Runs;

/// <summary>What a run is like.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Picks the faults, their order and their length, and who talks when; not what the machine makes of it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Faults are made for so long, and until each kind has been at least once.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    public int Nodes { get; init; } = 3;

    /// <summary>The node that is started, a <c>Streaming.Node.dll</c>; null: the one that was built with this program.</summary>
    public string? Program { get; init; }

    public int Clients { get; init; } = 50;

    public int Rooms { get; init; } = 20;

    public int RoomsPerClient { get; init; } = 2;

    /// <summary>Messages a second, of all clients together.</summary>
    public double Rate { get; init; } = 150;

    public IReadOnlyCollection<string> Faults { get; init; } = FaultPlan.Kinds;

    /// <summary>When nothing is broken any more, everything has to be well within this time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The nodes' lease and presence grace, which bound how long somebody who is gone may be shown.</summary>
    public TimeSpan GhostBound { get; init; } = TimeSpan.FromSeconds(1.5 + 5);

    /// <summary>What a busy machine may take longer for that.</summary>
    public TimeSpan GhostSlack { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For logs.</summary>
    public required string Folder { get; init; }
}
