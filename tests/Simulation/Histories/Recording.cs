namespace Streaming.Simulation.Histories;

/// <summary>What the clients of one run did and saw.</summary>
internal sealed class Recording
{
    private int _asks;

    public List<ConnectionHistory> Connections { get; } = [];

    public List<Ask> Asks { get; } = [];

    public List<Publication> Publications { get; } = [];

    public List<Deed> Deeds { get; } = [];

    public Ask NewAsk(string connection, Clients.ClientRequest request, DateTimeOffset now)
    {
        var ask = new Ask(++_asks, connection, request, now);
        Asks.Add(ask);
        return ask;
    }
}
