using System.Text;

namespace Streaming.Benchmarks.Peers.Generator;

internal sealed class Room(string name)
{
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

    /// <summary>Listeners that count, all of which get each message.</summary>
    public int ListenerCount { get; set; }

    public List<PublishedStream> Streams { get; } = new(1);
}
