using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests.Abuse;

/// <summary>A server with the settings of Production, by itself or as three nodes, that attackers try to get past.</summary>
public abstract class AbusedServer : IAsyncLifetime
{
    /// <summary>Messages of one user: so many at once, and so many a second.</summary>
    public const int Burst = 20;

    public const int PerSecond = 10;

    /// <summary>Connections from one address.</summary>
    public const int PerAddress = 20;

    private readonly int _count;
    private readonly RedisProcess? _redis;
    private readonly TestFolder _folder = new("abuse");
    private ClusterUnderTest _cluster = null!;
    private int[] _linesAtStart = [];

    protected AbusedServer(int count)
    {
        _count = count;
        _redis = count > 1 ? new RedisProcess("--save", "") : null;
    }

    /// <summary>Signs tokens that the server takes, with RS256.</summary>
    public RSA Issuer { get; } = RSA.Create(2048);

    /// <summary>As the server has it.</summary>
    public string IssuerPem => Issuer.ExportSubjectPublicKeyInfoPem();

    public IReadOnlyList<NodeProcess> Nodes => _cluster.Nodes;

    public async Task InitializeAsync()
    {
        if (_redis is not null)
            await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(_count, [
            .. _redis is null ? Array.Empty<string>() : [$"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}"],
            "--environment", "Production",
            $"--Streaming:Jwt:Secret={Tokens.Secret}",
            $"--Streaming:Jwt:PublicKeyFile={_folder.Write("issuer.pem", IssuerPem)}",
            $"--Streaming:Filters:Words:File={_folder.Write("words.txt", "badword\nvery rude phrase\n")}",
            "--Streaming:Filters:Links:BlockedDomains=evil.example,xn--bse-sna.example",
            "--Streaming:AutoCreateRooms=true",
            "--Streaming:RateLimitEnabled=true",
            "--Streaming:Compression:Enabled=true",
            "--Streaming:Limits:HandshakeTimeout=2s",
            // All come from one address, one test right after the other: what they try must not be refused for that.
            "--Streaming:RateLimit:Handshakes=1000/s burst 10000"]);
        _linesAtStart = [.. Nodes.Select(static node => Lines(node).Length)];
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        Issuer.Dispose();
        _folder.Dispose();
    }

    public Uri AddressOf(int node) => Nodes[node % Nodes.Count].Address;

    /// <summary>A WebSocket that was let through the handshake; what the server says first is for the caller to take.</summary>
    internal Task<WsClient> OpenAsync(int node, string? token, string query = "") =>
        WsClient.OpenAsync(new Uri($"ws://{AddressOf(node).Authority}/ws?{query}"), token: token);

    /// <summary>An honest user who has been welcomed.</summary>
    internal async Task<WsClient> ConnectAsync(int node, string user)
    {
        var client = await OpenAsync(node, Tokens.For(user));
        Assert.Equal("welcome", (string?)(await client.TakeWelcomeAsync())["type"]);
        return client;
    }

    public async Task<HttpResponseMessage> SendAsync(
        int node, HttpMethod method, string path, string? token = null, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient { BaseAddress = AddressOf(node), Timeout = NodeProcess.Deadline };
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return await http.SendAsync(request);
    }

    /// <summary>What the nodes have logged since they started, above Information.</summary>
    public IReadOnlyList<string> Complaints() =>
    [
        .. Nodes.SelectMany((node, i) => Lines(node).Skip(_linesAtStart[i])).Where(static line =>
            line.Contains("\"Warning\"", StringComparison.Ordinal)
            || line.Contains("\"Error\"", StringComparison.Ordinal)
            || line.Contains("\"Fatal\"", StringComparison.Ordinal)),
    ];

    private static string[] Lines(NodeProcess node) => node.Output.Split('\n');
}

public sealed class OneAbusedNode() : AbusedServer(1);

public sealed class ThreeAbusedNodes() : AbusedServer(3);
