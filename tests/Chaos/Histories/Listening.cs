namespace Streaming.Chaos.Histories;

/// <summary>One connection's time in one room. Written by that connection alone, read when the run is over.</summary>
internal sealed class Listening(string client, int connection, string node, string room)
{
    private readonly List<Heard> _heard = [];

    public string Client => client;

    public string Room => room;

    public IReadOnlyList<Heard> Heard => _heard;

    public void Add(Heard heard) => _heard.Add(heard);

    public override string ToString() => $"{client}#{connection} on {node} in {room}";
}
