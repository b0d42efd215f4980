using Streaming.Simulation.Clients;
using Streaming.Simulation.Nodes;

namespace Streaming.Simulation.Histories;

/// <summary>One request of a client and what became of it.</summary>
internal sealed class Ask(int number, string connection, ClientRequest request, DateTimeOffset madeAt)
{
    public int Number { get; } = number;

    public string Connection { get; } = connection;

    public ClientRequest Request { get; } = request;

    public DateTimeOffset MadeAt { get; } = madeAt;

    /// <summary>When the server began to work on it; null if it never got there.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>When the server had its answer.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The node that worked on it; a dead one owes nobody an answer.</summary>
    public SimulatedNode? Node { get; set; }

    /// <summary>Where the log of its room ended when it was made.</summary>
    public long HeadBefore { get; set; }

    /// <summary>The store's life when it was made: what it lost since is lost to the answer.</summary>
    public int StoreLifeBefore { get; set; }

    public int StoreLifeAfter { get; set; }

    /// <summary>The oldest entry that was kept when its answer had arrived.</summary>
    public long KeptAfter { get; set; }

    /// <summary>What the client got to know.</summary>
    public Answer? Answer { get; set; }

    public override string ToString() => $"#{Number} {Connection} {Request.GetType().Name} {Request.About}";
}
