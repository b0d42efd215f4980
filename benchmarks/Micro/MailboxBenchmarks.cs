using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;
using Streaming.Transport.Hosting;

namespace Streaming.Benchmarks.Micro;

/// <summary>
/// From the router to the acknowledged message, on the thread pool, with the log in memory: routed, queued, decided,
/// appended, answered. Time is per message; the inverse is the messages a second that one node's rooms can take.
/// </summary>
public class MailboxBenchmarks
{
    private const int Messages = 20_000;

    /// <summary>As many wait at once as 1,000 busy connections would have in flight.</summary>
    private const int Window = 1_000;

    private readonly Task<RoomReply>[] _waiting = new Task<RoomReply>[Window];
    private StreamingNode _node = null!;
    private RoomId[] _rooms = null!;
    private long _number;

    [Params(1, 100)]
    public int Rooms { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        NodePorts ports = NodePorts.InMemory(new NodeId("n1"), shards: 256, new ThreadPoolScheduler(), TimeProvider.System, new SystemEntropy());
        var options = new NodeOptions { Mailboxes = new MailboxOptions { MessagesPerSecond = 0 } };
        _node = new StreamingNode(ports, options, NullLoggerFactory.Instance);
        await _node.StartAsync(CancellationToken.None);
        _rooms = [.. Enumerable.Range(0, Rooms).Select(i => new RoomId($"room-{i}"))];
        foreach (RoomId room in _rooms)
            await _node.Router.AskAsync(room, Sample.Join(Sample.Ann));
    }

    [GlobalCleanup]
    public void CleanUp() => _node.Dispose();

    /// <summary>Each message a batch of its own: what a quiet room costs, thread hand-overs included.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task PublishOneAtATime()
    {
        for (int sent = 0; sent < Messages; sent++)
            Check(await _node.Router.AskAsync(_rooms[sent % Rooms], Sample.Publish(++_number)));
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task Publish()
    {
        for (int sent = 0; sent < Messages; sent += Window)
        {
            for (int i = 0; i < Window; i++)
                _waiting[i] = _node.Router.AskAsync(_rooms[i % Rooms], Sample.Publish(++_number));

            foreach (RoomReply reply in await Task.WhenAll(_waiting))
                Check(reply);
        }
    }

    private static void Check(RoomReply reply)
    {
        if (reply is not RoomReply.Published)
            throw new InvalidOperationException($"Not published: {reply}");
    }
}
