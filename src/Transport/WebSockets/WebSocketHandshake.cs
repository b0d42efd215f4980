using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;
using Streaming.Transport.EventLoops;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// The server's side of the opening handshake: RFC 6455, section 4.2, over HTTP/1.1, and RFC 8441 over HTTP/2,
/// which browsers use by themselves once a node serves TLS.
/// </summary>
internal static class WebSocketHandshake
{
    /// <summary>Chosen when the client offers it. A client that offers none, or only others, is served the same.</summary>
    public const string Subprotocol = "streaming.v1.json";

    private const string Version = "13";
    private const int KeyBytes = 16;
    private static readonly byte[] Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8.ToArray();

    /// <summary>What is wrong with the request, or null if it can be accepted.</summary>
    public static HandshakeRefusal? Check(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (IsExtendedConnect(context))
            return headers.SecWebSocketVersion == Version ? null : HandshakeRefusal.Version;
        if (!HttpMethods.IsGet(context.Request.Method))
            return HandshakeRefusal.Method;
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            || !HasToken(headers, HeaderNames.Connection, "upgrade")
            || !HasToken(headers, HeaderNames.Upgrade, "websocket"))
            return HandshakeRefusal.NotAnUpgrade;
        if (headers.SecWebSocketVersion != Version)
            return HandshakeRefusal.Version;
        return IsKey(headers.SecWebSocketKey) ? null : HandshakeRefusal.Key;
    }

    /// <summary>Answers a refused request.</summary>
    public static Task RefuseAsync(HttpContext context, HandshakeRefusal refusal)
    {
        var response = context.Response;
        response.StatusCode = refusal.Status;
        if (refusal == HandshakeRefusal.Method)
            response.Headers.Allow = HttpMethods.Get;
        if (refusal.Status == StatusCodes.Status426UpgradeRequired)
        {
            response.Headers.SecWebSocketVersion = Version;
            // HTTP/2 has no such headers.
            if (!IsExtendedConnect(context) && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                response.Headers.Upgrade = "websocket";
                response.Headers.Connection = "Upgrade";
            }
        }
        return response.WriteAsync(refusal.Text, context.RequestAborted);
    }

    /// <summary>Switches protocols. The request must have passed <see cref="Check"/>.</summary>
    /// <param name="takesCompressed">Whether an offer to compress messages is taken up.</param>
    public static async Task<IFrameTransport> AcceptAsync(HttpContext context, bool takesCompressed)
    {
        // A connection lives as long as it likes, and its bytes are no request body.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;

        var headers = context.Response.Headers;
        if (HasToken(context.Request.Headers, HeaderNames.SecWebSocketProtocol, Subprotocol, StringComparison.Ordinal))
            headers.SecWebSocketProtocol = Subprotocol;
        bool isDeflated = takesCompressed && DeflateOffer.IsIn(context.Request.Headers.SecWebSocketExtensions);
        if (isDeflated)
            headers.SecWebSocketExtensions = DeflateOffer.Answer;
        if (IsExtendedConnect(context))
        {
            var accepted = await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
            return new StreamFrameTransport(accepted, isDeflated, context.Abort);
        }

        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptValue(context.Request.Headers.SecWebSocketKey.ToString());
        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        return context.Features.Get<IDetachableConnection>() is { CanDetach: true } connection
            ? await DetachAsync(connection, stream, isDeflated)
            : new StreamFrameTransport(stream, isDeflated, context.Abort);
    }

    // A client may send its first frames right behind the request, and the server may have read them with it.
    private static async Task<IFrameTransport> DetachAsync(IDetachableConnection connection, Stream upgraded, bool isDeflated)
    {
        var socket = connection.Detach();
        try
        {
            using var early = new MemoryStream();
            await upgraded.CopyToAsync(early);
            return new LoopFrameTransport(socket, early.GetBuffer().AsSpan(0, (int)early.Length), isDeflated);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The value of Sec-WebSocket-Accept: it proves to the client that this is no cached or confused answer.</summary>
    public static string AcceptValue(string key)
    {
#pragma warning disable CA5350 // The RFC names SHA-1; nothing secret hangs on it.
        return Convert.ToBase64String(SHA1.HashData([.. Encoding.ASCII.GetBytes(key), .. Guid]));
#pragma warning restore CA5350
    }

    private static bool IsExtendedConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: var protocol }
        && string.Equals(protocol, "websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key is { Length: 24 } && Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes;
    }

    private static bool HasToken(
        IHeaderDictionary headers, string name, string token,
        StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        foreach (var value in headers.GetCommaSeparatedValues(name))
        {
            if (value.Trim().Equals(token, comparison))
                return true;
        }
        return false;
    }
}
