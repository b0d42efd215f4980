using System.Net.WebSockets;
using System.Text;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>A client that sees what the server says as text, for where the very bytes matter.</summary>
internal sealed class RawText(WsClient client) : IAsyncDisposable
{
    public Task SendAsync(string text) => client.SendTextAsync(text);

    /// <summary>The next message that contains this.</summary>
    public async Task<string> FindAsync(string part)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        byte[] buffer = new byte[256 * 1024];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await client.Socket.ReceiveAsync(buffer.AsMemory(length), deadline.Token);
                length += result.Count;
            }
            while (!result.EndOfMessage);
            string text = Encoding.UTF8.GetString(buffer, 0, length);
            if (text.Contains(part, StringComparison.Ordinal))
                return text;
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Cut();
        await client.DisposeAsync();
    }
}
