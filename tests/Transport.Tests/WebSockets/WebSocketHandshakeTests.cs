using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Streaming.Transport.Connections;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>RFC 6455, section 4.2, over a real socket.</summary>
public class WebSocketHandshakeTests
{
    [Fact]
    public void AcceptValue_IsTheRfcsOwnExample() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.AcceptValue(RawClient.Key));

    public static TheoryData<string, string, string, string?> Accepted() => new()
    {
        { "as the RFC has it", "Connection", "Upgrade", null },
        { "other cases", "Upgrade", "WebSocket", null },
        { "among other tokens", "Connection", "keep-alive, Upgrade", null },
        { "our subprotocol", "Sec-WebSocket-Protocol", "streaming.v1.json", "streaming.v1.json" },
        { "ours among others", "Sec-WebSocket-Protocol", "chat, streaming.v1.json", "streaming.v1.json" },
        { "only others", "Sec-WebSocket-Protocol", "chat, STREAMING.V1.JSON", null },
        { "an extension", "Sec-WebSocket-Extensions", "permessage-deflate", null },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Accepts(string what, string header, string value, string? subprotocol)
    {
        Assert.NotEmpty(what);
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.Port);

        var answer = await client.RequestAsync(RawClient.Handshake(changes: (header, value)));

        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: Upgrade\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nUpgrade: websocket\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", answer, StringComparison.OrdinalIgnoreCase);
        if (subprotocol is null)
            Assert.DoesNotContain("Sec-WebSocket-Protocol", answer, StringComparison.OrdinalIgnoreCase);
        else
            Assert.Contains($"\r\nSec-WebSocket-Protocol: {subprotocol}\r\n", answer, StringComparison.Ordinal);
    }

    public static TheoryData<string, string?, int> Refused() => new()
    {
        { "Connection", null, 426 },
        { "Connection", "keep-alive", 426 },
        { "Upgrade", null, 426 },
        { "Upgrade", "h2c", 426 },
        { "Sec-WebSocket-Version", null, 426 },
        { "Sec-WebSocket-Version", "8", 426 },
        { "Sec-WebSocket-Version", "13, 8", 426 },
        { "Sec-WebSocket-Key", null, 400 },
        { "Sec-WebSocket-Key", "", 400 },
        { "Sec-WebSocket-Key", "AAAA", 400 },
        { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZSE=", 400 }, // 17 bytes
        { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!!==", 400 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses(string header, string? value, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.Port);

        var answer = await client.RequestAsync(RawClient.Handshake(changes: (header, value)));

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        if (status == 426)
        {
            Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nUpgrade: websocket\r\n", answer, StringComparison.Ordinal);
        }
        Assert.Equal(0, server.Counters.Opened);
    }

    [Fact]
    public async Task Refuses_AnotherMethod()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.Port);

        var answer = await client.RequestAsync(RawClient.Handshake("DELETE"));

        Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAllow: GET\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_OverHttp2_AsBrowsersDoWithTls()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.Options.AddSubProtocol(WebSocketHandshake.Subprotocol);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await client.ConnectAsync(server.Url, invoker, deadline.Token);
        Assert.Equal(WebSocketHandshake.Subprotocol, client.SubProtocol);

        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, deadline.Token);
        var buffer = new byte[100];
        var answer = await client.ReceiveAsync(buffer, deadline.Token);
        Assert.Equal("hello"u8, buffer.AsSpan(0, answer.Count));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);

        Assert.Equal(new CloseReason.ByPeer(1000, ""), await (await server.NextAsync()).EndAsync());
    }
}
