using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Streaming.Chaos.Clients;

/// <summary>
/// One WebSocket, from its opening to its end. What answers a request goes to who asked, everything else to the one who
/// reads, both in the order in which it came.
/// </summary>
internal sealed class ClientSocket : IAsyncDisposable
{
    /// <summary>For a connection to be there; a node that stands still takes connections and says nothing.</summary>
    public static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(3);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, OpenAsk> _asks = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1, 1);

    private ClientSocket()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Null when there is no way in.</summary>
    public static async Task<ClientSocket?> OpenAsync(Uri node, string user, string? resumeToken, CancellationToken stopping)
    {
        var client = new ClientSocket();
        client._socket.Options.AddSubProtocol("streaming.v1.json");
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        string query = $"user_id={user}" + (resumeToken is null ? "" : $"&resume_token={Uri.EscapeDataString(resumeToken)}");
        var address = new UriBuilder(node) { Scheme = "ws", Path = "/ws", Query = query }.Uri;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(OpeningPatience);
        try
        {
            await client._socket.ConnectAsync(address, deadline.Token);
            return client;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or HttpRequestException)
        {
            await client.DisposeAsync();
            return null;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="whenAnswered">Called in the place of the answer among all that comes, before anything behind it is looked at.</param>
    /// <returns>The answer; null when the connection ended or <paramref name="patience"/> did.</returns>
    public async Task<JsonElement?> AskAsync(string id, byte[] request, TimeSpan patience, Action<JsonElement>? whenAnswered = null)
    {
        var ask = new OpenAsk(whenAnswered);
        _asks[id] = ask;
        await SendAsync(request);
        if (_socket.State != WebSocketState.Open)
            ask.Answered(null);
        try
        {
            return await ask.Answer.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async Task SendAsync(byte[] request)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Who reads learns of the end, and tells all who wait.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Reads until the connection ends, for whatever reason.</summary>
    public async Task ReadAsync(Action<JsonElement> onMessage, CancellationToken stopping)
    {
        using var stop = stopping.Register(_socket.Abort);
        try
        {
            byte[] buffer = new byte[16 * 1024];
            while (await ReadMessageAsync(buffer) is { } message)
            {
                using (message)
                    Take(message.RootElement, onMessage);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // That is how most connections end here.
        }
        finally
        {
            _socket.Abort();
            foreach (OpenAsk ask in _asks.Values)
                ask.Answered(null);
        }
    }

    /// <summary>Lets it go without a word, as a client does that loses its network.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonDocument?> ReadMessageAsync(byte[] buffer)
    {
        using var longer = new MemoryStream();
        while (true)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage && longer.Length == 0)
                return JsonDocument.Parse(buffer.AsMemory(0, part.Count).ToArray());

            longer.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonDocument.Parse(longer.ToArray());
        }
    }

    private void Take(JsonElement message, Action<JsonElement> onMessage)
    {
        if (message.TextOf("id") is { } id && _asks.TryRemove(id, out OpenAsk? ask))
            ask.Answered(message.Clone());
        else
            onMessage(message);
    }

    private sealed class OpenAsk(Action<JsonElement>? whenAnswered)
    {
        private readonly TaskCompletionSource<JsonElement?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<JsonElement?> Answer => _answer.Task;

        public void Answered(JsonElement? answer)
        {
            if (answer is { } given)
                whenAnswered?.Invoke(given);
            _answer.TrySetResult(answer);
        }
    }
}
