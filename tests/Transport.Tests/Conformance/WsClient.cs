using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>A client over .NET's own WebSocket. What the server says is taken in the order it came, or looked for.</summary>
internal sealed class WsClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonObject> _received = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> _putAside = [];
    private readonly TaskCompletionSource<(int? Code, string? Text)> _closed = new();
    private Task _reading = Task.CompletedTask;

    private WsClient()
    {
    }

    public JsonObject Welcome { get; private set; } = [];

    public string ResumeToken => (string)Welcome["data"]!["resume_token"]!;

    public ClientWebSocket Socket => _socket;

    public static async Task<WsClient> OpenAsync(
        Uri uri, bool reads = true, string? token = null, WebSocketDeflateOptions? compression = null,
        params (string Name, string Value)[] headers)
    {
        var client = new WsClient();
        client._socket.Options.DangerousDeflateOptions = compression;
        client._socket.Options.CollectHttpResponseDetails = compression is not null;
        foreach (var (name, value) in headers)
            client._socket.Options.SetRequestHeader(name, value);
        if (token is not null)
            client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        client._socket.Options.AddSubProtocol("streaming.v1.json");
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await client._socket.ConnectAsync(uri, deadline.Token);
        if (reads)
            client._reading = client.ReadAsync();
        return client;
    }

    public void StartReading() => _reading = ReadAsync();

    public async Task<JsonObject> TakeWelcomeAsync() => Welcome = await NextAsync();

    public Task SendAsync(JsonObject message) => SendTextAsync(message.ToJsonString());

    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendBytesAsync(byte[] bytes, WebSocketMessageType type)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await _socket.SendAsync(bytes, type, endOfMessage: true, deadline.Token);
    }

    /// <summary>Sends a request and takes its answer, which everything else that comes first is put aside for.</summary>
    public async Task<JsonObject> AskAsync(JsonObject request)
    {
        string id = (string)(request["id"] ??= $"r-{Guid.NewGuid():N}")!;
        await SendAsync(request);
        return await FindAsync(message => (string?)message["id"] == id);
    }

    /// <summary>Joins, and takes the ack; what follows it is left.</summary>
    public async Task<JsonObject> JoinAsync(string room, JsonObject? more = null)
    {
        var join = new JsonObject { ["type"] = "join", ["room_id"] = room };
        foreach (var (name, value) in more ?? [])
            join[name] = value?.DeepClone();
        return await AskAsync(join);
    }

    /// <summary>Publishes, and takes the ack.</summary>
    public Task<JsonObject> SayAsync(string room, JsonNode? data, string? id = null)
    {
        var message = new JsonObject { ["type"] = "message", ["room_id"] = room, ["data"] = data };
        if (id is not null)
            message["id"] = id;
        return AskAsync(message);
    }

    /// <summary>The next message, whatever it is.</summary>
    public async Task<JsonObject> NextAsync()
    {
        if (_putAside.Count > 0)
        {
            var first = _putAside[0];
            _putAside.RemoveAt(0);
            return first;
        }

        return await TakeAsync();
    }

    /// <summary>The next message that fits; those before it stay for later.</summary>
    public async Task<JsonObject> FindAsync(Func<JsonObject, bool> fits)
    {
        int found = _putAside.FindIndex(message => fits(message));
        if (found >= 0)
        {
            var message = _putAside[found];
            _putAside.RemoveAt(found);
            return message;
        }

        while (true)
        {
            var message = await TakeAsync();
            if (fits(message))
                return message;
            _putAside.Add(message);
        }
    }

    /// <summary>The next event of this type in this room.</summary>
    public Task<JsonObject> EventAsync(string type, string room, string? name = null) => FindAsync(message =>
        (string?)message["type"] == type && (string?)message["room_id"] == room
        && (name is null || (string?)message["event"] == name));

    /// <summary>All that is here once the server has answered a ping: nothing it said before can be missing.</summary>
    public async Task<List<JsonObject>> EverythingSoFarAsync()
    {
        await AskAsync(new JsonObject { ["type"] = "ping" });
        List<JsonObject> all = [.. _putAside];
        _putAside.Clear();
        return all;
    }

    /// <summary>The code that the server closes with; null if it just ends.</summary>
    public async Task<int?> CloseCodeAsync() => (await _closed.Task.WaitAsync(Eventually.Patience)).Code;

    /// <summary>Ends without a close frame, as a lost network does.</summary>
    public void Cut() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(Eventually.Patience);
            if (_socket.State is WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
            await _reading.WaitAsync(deadline.Token);
        }
        catch (WebSocketException)
        {
            // It was cut, by the test or by the server.
        }

        _socket.Dispose();
    }

    private async Task<JsonObject> TakeAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        try
        {
            return await _received.Reader.ReadAsync(deadline.Token);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The connection ended: {await _closed.Task}");
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    if (_socket.State == WebSocketState.CloseReceived)
                        await _socket.CloseOutputAsync(result.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, default);
                    break;
                }

                message.Write(buffer, 0, result.Count);
                if (!result.EndOfMessage)
                    continue;
                _received.Writer.TryWrite(JsonNode.Parse(message.ToArray())!.AsObject());
                message.SetLength(0);
            }
        }
        catch (Exception)
        {
            // The stream ended without a close frame.
        }
        finally
        {
            _received.Writer.TryComplete();
            _closed.TrySetResult(((int?)_socket.CloseStatus, _socket.CloseStatusDescription));
        }
    }
}
