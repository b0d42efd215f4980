using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Webhooks;

/// <summary>
/// Posts events, signed. An answer of 200 to 299 means that they were taken; every other one, and none, that they were not. Redirects
/// are not followed: where events go is for the settings to say, and not for whoever answers there.
/// </summary>
internal sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    /// <summary>Names are looked up again after this time, so that a receiver can move.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly FrozenDictionary<string, WebhookReceiver> _receivers;
    private readonly JsonWriters _writers;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public HttpWebhookSender(IEnumerable<WebhookReceiver> receivers, JsonWriters writers, TimeProvider time)
    {
        _receivers = receivers.ToFrozenDictionary(static receiver => receiver.Webhook.Name);
        (_writers, _time) = (writers, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
        })
        {
            // Each post has its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public ReadOnlyMemory<byte> Encode(WebhookEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>();
        _writers.Write(buffer, e, WebhookJson.Write);
        return buffer.WrittenMemory;
    }

    // Off the event loops: connecting and signing take longer than their clients should wait.
    public Task<WebhookAnswer> SendAsync(
        Webhook webhook, string id, ImmutableArray<ReadOnlyMemory<byte>> events, CancellationToken cancellation) =>
        Task.Run(() => PostAsync(_receivers[webhook.Name], id, BodyOf(webhook, events), cancellation), cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<WebhookAnswer> PostAsync(WebhookReceiver receiver, string id, byte[] body, CancellationToken cancellation)
    {
        using var timeUp = new CancellationTokenSource(receiver.Timeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellation);
        using var request = RequestOf(receiver, id, body);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return response.IsSuccessStatusCode
                ? WebhookAnswer.Delivered
                : new WebhookAnswer($"answered {(int)response.StatusCode}", RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookAnswer($"did not answer within {receiver.Timeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException exception)
        {
            // Not its message: that has the address, which may hold what is nobody's business.
            return new WebhookAnswer($"could not be reached ({exception.HttpRequestError})");
        }
    }

    private HttpRequestMessage RequestOf(WebhookReceiver receiver, string id, byte[] body)
    {
        // Of this try: a receiver refuses what is older than a few minutes.
        string timestamp = WebhookSignature.TimestampOf(_time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "streaming-webhooks");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Of(id, timestamp, body, receiver.Secrets));
        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null);

    private static byte[] BodyOf(Webhook webhook, ImmutableArray<ReadOnlyMemory<byte>> events)
    {
        if (webhook.BatchSize == 1)
            return events[0].ToArray();

        var body = new ArrayBufferWriter<byte>(events.Sum(static e => e.Length + 1) + 1);
        for (int i = 0; i < events.Length; i++)
        {
            body.Write(i == 0 ? "["u8 : ","u8);
            body.Write(events[i].Span);
        }

        body.Write("]"u8);
        return body.WrittenSpan.ToArray();
    }
}
