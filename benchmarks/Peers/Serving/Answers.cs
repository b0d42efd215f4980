namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>What servers answer about themselves over HTTP.</summary>
internal static class Answers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer holds <paramref name="text"/>.</summary>
    /// <exception cref="OperationCanceledException">It did not, within half a minute.</exception>
    public static async Task UntilAsync(int port, string path, string text, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var address = new Uri($"http://127.0.0.1:{port}{path}");
        while (!(await http.GetStringAsync(address, patience.Token)).Contains(text, StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }
}
