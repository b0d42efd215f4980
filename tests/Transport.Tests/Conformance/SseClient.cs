using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>A reader of server-sent events over .NET's own parser.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _deadline = new(Eventually.Patience);
    private readonly HttpResponseMessage _response;
    private IAsyncEnumerator<SseItem<string>>? _events;

    private SseClient(HttpResponseMessage response) => _response = response;

    public HttpStatusCode Status => _response.StatusCode;

    public HttpResponseMessage Response => _response;

    /// <summary>The cursor of the last event that had one.</summary>
    public string Cursor { get; private set; } = "";

    /// <summary>How long the server asked to wait before coming back, if it did.</summary>
    public TimeSpan? Retry { get; private set; }

    public static async Task<SseClient> OpenAsync(StreamingServer server, string query, string? cursor = null, string? token = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, $"/sse?{query}"));
        if (cursor is not null)
            request.Headers.Add("Last-Event-ID", cursor);
        if (token is not null)
            request.Headers.Add("Authorization", $"Bearer {token}");
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var http = new HttpClient();
        return new SseClient(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token));
    }

    /// <summary>The next event, whatever it is; null at the end of the stream.</summary>
    public async Task<(string Type, JsonObject Data)?> NextAsync()
    {
        _events ??= SseParser.Create(await _response.Content.ReadAsStreamAsync(_deadline.Token))
            .EnumerateAsync(_deadline.Token).GetAsyncEnumerator(_deadline.Token);
        if (!await _events.MoveNextAsync())
            return null;
        var item = _events.Current;
        Cursor = item.EventId ?? Cursor;
        Retry = item.ReconnectionInterval ?? Retry;
        return (item.EventType, JsonNode.Parse(item.Data)!.AsObject());
    }

    /// <summary>The next event of this type; others are passed over.</summary>
    public async Task<JsonObject> EventAsync(string type)
    {
        while (await NextAsync() is { } next)
        {
            if (next.Type == type)
                return next.Data;
        }

        throw new InvalidOperationException($"The stream ended before a {type}.");
    }

    public async Task<string> TextAsync() => await _response.Content.ReadAsStringAsync(_deadline.Token);

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _http.Dispose();
        _deadline.Dispose();
        return ValueTask.CompletedTask;
    }
}
