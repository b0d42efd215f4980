using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Streaming.Cli.Clusters;

/// <summary>
/// Asks a node over HTTP. Whatever keeps it from answering becomes a <see cref="FailedException"/> with a line that says what to
/// look at.
/// </summary>
internal sealed class ClusterClient : IDisposable
{
    /// <summary>The longest answer is a page of a log; more than this is not one of a node.</summary>
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly Credentials _credentials;
    private readonly TimeSpan _timeout;

    public ClusterClient(Uri url, Credentials credentials, TimeSpan timeout)
    {
        (_url, _credentials, _timeout) = (url, credentials, timeout);

        // A redirect would take the credentials to wherever it leads.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = timeout })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    public Uri Url => _url;

    public Task<Reply<T>> GetAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(HttpMethod.Get, path, cancellation);

    public Task<Reply<T>> PostAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(HttpMethod.Post, path, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<Reply<T>> AskAsync<T>(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeUp.CancelAfter(_timeout);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri($"{_url.AbsoluteUri.TrimEnd('/')}/cluster/{path}"));
            _credentials.PutOn(request);
            using var response = await _http.SendAsync(request, timeUp.Token);
            string body = await response.Content.ReadAsStringAsync(timeUp.Token);
            return response.IsSuccessStatusCode ? Read<T>(body) : throw Refusal(response, body);
        }
        catch (HttpRequestException exception)
        {
            throw new FailedException(ExitCode.Unreachable, $"cannot reach {_url}: {Reason(exception)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new FailedException(ExitCode.Unreachable, $"{_url} did not answer within {_timeout.TotalSeconds:0.##} s");
        }
    }

    private Reply<T> Read<T>(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var json = document.RootElement.Clone();
            return new Reply<T>(json.Deserialize<T>(ClusterJson.Options) ?? throw new JsonException(), json);
        }
        catch (JsonException)
        {
            throw new FailedException(ExitCode.Refused, $"what answers at {_url} is no streaming node, or one of another release");
        }
    }

    private FailedException Refusal(HttpResponseMessage response, string body)
    {
        string? detail = DetailOf(response, body);
        string told = detail ?? $"{_url} answered {(int)response.StatusCode} {response.ReasonPhrase}";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when !_credentials.AreThere => new FailedException(
                ExitCode.NotAllowed, $"not allowed: {told}; give --token or --api-key, or set STREAMCTL_TOKEN or STREAMCTL_API_KEY"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new FailedException(ExitCode.NotAllowed, $"not allowed: {told}"),
            HttpStatusCode.NotFound when detail is not null => new FailedException(ExitCode.NotFound, told),
            HttpStatusCode.NotFound => new FailedException(
                ExitCode.Refused, $"what answers at {_url} is no streaming node, or one of another release"),
            _ => new FailedException(ExitCode.Refused, $"refused: {told}"),
        };
    }

    /// <summary>Null when the answer is no problem of ours: a proxy's page, say.</summary>
    private static string? DetailOf(HttpResponseMessage response, string body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return null;
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(body, ClusterJson.Options);
            return problem?.Detail ?? problem?.Title;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Reason(HttpRequestException exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "nothing listens there";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "there is no host of this name";
                case AuthenticationException:
                    return $"the TLS handshake failed: {cause.Message}";
            }
        }

        return exception.Message;
    }
}
