using System.Text.Json;
using Streaming.Chaos.Clients;
using Streaming.Chaos.Clusters;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Runs;

/// <summary>Reads rooms' logs when all is over: the messages as any member may, and what the server itself says of the whole.</summary>
internal sealed class LogReader(ChaosCluster cluster, Recorder recorder, TimeSpan patience) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Null when it cannot be had, which is a violation by then.</summary>
    public async Task<RoomLogCopy?> ReadAsync(string room, string member, CancellationToken stopping)
    {
        try
        {
            var messages = new Dictionary<long, string>();
            long after = 0;
            string epoch = "";
            while (true)
            {
                using JsonDocument page = await GetAsync($"/api/v1/rooms/{room}/history?user_id={member}&limit=200&after_seq={after}", stopping);
                epoch = page.RootElement.TextOf("epoch") ?? epoch;
                foreach (JsonElement message in page.RootElement.GetProperty("messages").EnumerateArray())
                {
                    long seq = message.NumberOf("seq")!.Value;
                    if (!messages.TryAdd(seq, $"{message.TextOf("user_id")}: {message.TextOf("data")}"))
                        recorder.Violate(ViolationKind.BrokenLog, $"{room} has two messages at {seq}");
                }

                after = page.RootElement.NumberOf("last_seq") ?? after;
                if (!page.RootElement.IsTrue("has_more"))
                    break;
            }

            return new RoomLogCopy(room, epoch, await VerifyAsync(room, stopping), messages);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or TaskCanceledException && !stopping.IsCancellationRequested)
        {
            recorder.Violate(ViolationKind.NotWell, $"the log of {room} cannot be read: {exception.Message}");
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>The log's head.</returns>
    private async Task<long> VerifyAsync(string room, CancellationToken stopping)
    {
        using JsonDocument report = await GetAsync($"/cluster/rooms/{room}/verification", stopping);
        if (!report.RootElement.IsTrue("good"))
            recorder.Violate(ViolationKind.BrokenLog, $"{room}: {report.RootElement.PartOf("findings")}");
        return report.RootElement.NumberOf("head")!.Value;
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken stopping)
    {
        TimeSpan began = recorder.Clock.Now;
        for (int i = 0; ; i++)
        {
            try
            {
                ClusterNode node = cluster.Nodes[i % cluster.Nodes.Count];
                return JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(node.Address, path), stopping));
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && recorder.Clock.Now - began < patience)
            {
                await Task.Delay(i, stopping);
            }
        }
    }
}
