using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Joining, speaking and leaving: docs/protocol.md, section 3, over real sockets.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Join_OfTheCreator_IsAckedFirst()
    {
        await using var ada = await _server.ConnectAsync("ada");

        var ack = await ada.JoinAsync("lobby");

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal("lobby", (string?)ack["room_id"]);
        Assert.Equal(2, (long?)ack["data"]!["seq"]);
        Assert.Equal(1, (long?)ack["data"]!["first_seq"]);
        Assert.Equal("owner", (string?)ack["data"]!["role"]);
        Assert.Equal(1, (int?)ack["data"]!["member_count"]);
        Assert.True((bool?)ack["data"]!["recovered"]);
        Assert.NotEmpty((string)ack["data"]!["epoch"]!);
    }
}
