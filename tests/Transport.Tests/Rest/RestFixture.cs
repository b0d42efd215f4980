using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>A server and a client for it, with a room called lobby: ada owns it, bob is in it as a member, cid is not.</summary>
public abstract class RestFixture : IAsyncLifetime
{
    private protected const string Ada = "ada";
    private protected const string Bob = "bob";
    private protected const string Cid = "cid";
    private protected const string Lobby = "/rooms/lobby";

    private protected StreamingServer Server { get; private set; } = null!;

    private protected RestClient Rest { get; private set; } = null!;

    private protected static string BackEnd { get; } = RestClient.Token("billing", "service");

    private protected static string Moderator { get; } = RestClient.Token("mod", "moderate");

    public async Task InitializeAsync()
    {
        Server = await StreamingServer.StartAsync(options => options.Jwt.Secret = TokenForge.Secret);
        Rest = new RestClient(Server.Http);
        await Rest.PostAsync(Ada, "/rooms", """{"room_id":"lobby","name":"The lobby"}""");
        await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}");
    }

    public async Task DisposeAsync()
    {
        Rest.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Where the room's log ends: what was refused must not have moved it.</summary>
    private protected async Task<long> HeadAsync() => (long)(await Rest.GetAsync(BackEnd, Lobby)).Body["last_seq"]!;

    /// <summary>Fails unless it is refused like this, and nothing was logged.</summary>
    private protected async Task AssertRefusedAsync(string code, Func<Task<RestReply>> ask)
    {
        long before = await HeadAsync();
        var reply = await ask();

        Assert.Equal((code, before), (reply.Code, await HeadAsync()));
    }

    /// <summary>Listens to the lobby over WebSocket.</summary>
    private protected async Task<WsClient> ListenAsync(string user)
    {
        var client = await Server.ConnectAsync(user);
        await client.JoinAsync("lobby");
        return client;
    }
}
