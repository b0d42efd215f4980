using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using FsCheck.Fluent;
using Streaming.Transport.Tests.WebSockets;

namespace Streaming.Transport.Tests.Malformed;

/// <summary>Whatever a client sends ends in an answer or in a close code, and leaves nothing behind.</summary>
public class MalformedInputTests
{
    private const int Inputs = 10_000;
    private const int Clients = 8;

    /// <summary>docs/protocol.md, section 5: what the server may close with here. 1000 answers a client's own close.</summary>
    private static readonly int[] DefinedCloses = [1000, 1002, 1007, 1009];

    [Fact]
    public async Task TenThousandMalformedInputs_EndInAnAnswerOrADefinedClose()
    {
        await using RoomsServer server = await RoomsServer.StartAsync();
        MalformedInput[] inputs = [.. MalformedFrames.Any.Sample(Inputs, 60)];

        int[] survived = await Task.WhenAll(inputs.Chunk(Inputs / Clients).Select(share => SendAllAsync(server.Port, share)));

        await server.AllReleasedAsync();
        Assert.Empty(server.Problems);

        // Both ends have to occur, or the test would not see what it is for.
        Assert.InRange(survived.Sum(), Inputs / 4, Inputs * 3 / 4);
    }

    [Fact]
    public async Task TenMalformedInARow_CloseWith1007()
    {
        await using RoomsServer server = await RoomsServer.StartAsync();
        using RawClient client = await RawClient.OpenAsync(server.Port);
        await client.ReceiveAsync();

        for (int n = 0; n < 10; n++)
            await client.SendAsync(ClientFrame.Text("nonsense"u8));

        for (int n = 0; n < 10; n++)
        {
            (byte first, byte[] payload) = await client.ReceiveAsync();
            if (first == 0x88)
            {
                Assert.Equal(1007, BinaryPrimitives.ReadUInt16BigEndian(payload));
                Assert.True(n >= 9, $"closed after {n} answers");
                return;
            }

            Assert.Equal("invalid_message", CodeOf(payload));
        }

        await client.ExpectCloseAsync(1007);
    }

    /// <returns>How many inputs the connection survived.</returns>
    private static async Task<int> SendAllAsync(int port, IEnumerable<MalformedInput> inputs)
    {
        RawClient? client = null;
        int number = 0;
        int survived = 0;
        foreach (MalformedInput input in inputs)
        {
            client ??= await RawClient.OpenAsync(port);
            bool isOpen = await SendAsync(client, input, $"p{(++number).ToString(CultureInfo.InvariantCulture)}");
            if (isOpen)
            {
                survived++;
                continue;
            }

            client.Dispose();
            client = null;
        }

        client?.Dispose();
        return survived;
    }

    /// <summary>Sends it, and a ping after it: the pong shows that the connection lives and nothing is stuck.</summary>
    private static async Task<bool> SendAsync(RawClient client, MalformedInput input, string ping)
    {
        try
        {
            await client.SendAsync(input.Bytes);
            if (input.HangsUp)
            {
                client.Reset();
                return false;
            }

            await client.SendAsync(ClientFrame.Text(JsonSerializer.SerializeToUtf8Bytes(new { type = "ping", id = ping })));
            while (true)
            {
                (byte first, byte[] payload) = await client.ReceiveAsync();
                if (first == 0x88)
                {
                    Assert.Contains(BinaryPrimitives.ReadUInt16BigEndian(payload), DefinedCloses);
                    return false;
                }

                if (first == 0x81 && IsPong(payload, ping))
                    return true;
            }
        }
        catch (IOException)
        {
            // The server has closed while this client was still writing: the close frame was lost with the reset.
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"No end came of {input}", e);
        }
    }

    private static bool IsPong(byte[] payload, string id)
    {
        using JsonDocument message = JsonDocument.Parse(payload);
        return message.RootElement.GetProperty("type").GetString() == "pong"
            && message.RootElement.TryGetProperty("id", out JsonElement its) && its.GetString() == id;
    }

    private static string? CodeOf(byte[] payload)
    {
        using JsonDocument message = JsonDocument.Parse(payload);
        return message.RootElement.GetProperty("error").GetProperty("code").GetString();
    }
}
