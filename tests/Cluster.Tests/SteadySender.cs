using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>
/// A client that publishes one message after the other and is always connected to some node: when its connection ends it takes the next
/// node, and sends what was not acked again, under the same id.
/// </summary>
internal sealed class SteadySender : IAsyncDisposable
{
    private readonly ClusterUnderTest _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly List<string> _acked = [];
    private readonly List<string> _errors = [];

    private readonly string? _tolerated;
    private int _refused;

    /// <param name="tolerated">The code of an error after which it sends the same again.</param>
    public SteadySender(ClusterUnderTest cluster, string? tolerated = null)
    {
        (_cluster, _tolerated) = (cluster, tolerated);
        _sending = Task.Run(SendAsync);
    }

    public IReadOnlyList<string> Acked
    {
        get
        {
            lock (_acked)
                return [.. _acked];
        }
    }

    /// <summary>How often it got the error that it tolerates.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Every answer that was no ack.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        int number = 0;
        for (int node = 0; !_stop.IsCancellationRequested; node = (node + 1) % _cluster.Nodes.Count)
        {
            try
            {
                await using var client = await _cluster.ConnectAsync(node, "sender");
                await client.JoinAsync("lobby");
                while (!_stop.IsCancellationRequested)
                {
                    string text = $"m{number}";
                    var answer = await client.SayAsync("lobby", text, id: text);
                    if (_tolerated is not null && (string?)answer["error"]?["code"] == _tolerated)
                    {
                        Interlocked.Increment(ref _refused);
                        await Task.Delay(5, _stop.Token);
                        continue;
                    }

                    if ((string?)answer["type"] != "ack")
                    {
                        _errors.Add(answer.ToJsonString());
                        return;
                    }

                    lock (_acked)
                        _acked.Add(text);
                    number++;
                }
            }
            catch (Exception exception) when (exception is WebSocketException or System.Threading.Channels.ChannelClosedException or OperationCanceledException or InvalidOperationException)
            {
                // A reconnect.
            }
        }
    }
}
