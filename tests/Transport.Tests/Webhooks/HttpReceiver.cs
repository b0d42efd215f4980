using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Tests.Webhooks;

/// <summary>A web server on a free port that webhooks post to. It takes everything, unless the test says what it answers.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Post> _posts = Channel.CreateUnbounded<Post>();
    private readonly List<Post> _all = [];

    private HttpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Map("/{**path}", ServeAsync);
    }

    /// <summary>What is answered, and done before.</summary>
    public Func<Post, HttpContext, Task<int>> Answer { get; set; } = static (_, _) => Task.FromResult(StatusCodes.Status204NoContent);

    public Uri Url { get; private set; } = null!;

    /// <summary>All posts so far, in the order in which they came, whatever was answered.</summary>
    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    public static async Task<HttpReceiver> StartAsync()
    {
        var receiver = new HttpReceiver();
        await receiver._app.StartAsync();
        var addresses = receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        receiver.Url = new Uri(new Uri(addresses.Addresses.Single()), "/hooks/token");
        return receiver;
    }

    /// <summary>The next post, for which is waited.</summary>
    public async Task<Post> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        return await _posts.Reader.ReadAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var post = new Post(
            http.Request.Path.Value!, http.Request.Headers.ToDictionary(static header => header.Key.ToLowerInvariant(), static header => header.Value.ToString()), body.ToArray());
        lock (_all)
            _all.Add(post);
        _posts.Writer.TryWrite(post);
        http.Response.StatusCode = await Answer(post, http);
    }

    /// <summary>One request.</summary>
    public sealed record Post(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public string Text => Encoding.UTF8.GetString(Body);

        public string Type => (string)Json["type"]!;
    }
}
