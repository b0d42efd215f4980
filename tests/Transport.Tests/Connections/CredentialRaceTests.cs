using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Contracts;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Hosting;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

/// <summary>Keys that change in the very moment in which a connection gets other credentials.</summary>
public sealed class CredentialRaceTests : IDisposable
{
    private static readonly Principal Keyed = new() { UserId = new UserId("ann"), Kind = PrincipalKind.User, KeyHash = "ann's" };
    private static readonly Principal Confined = Keyed with { Rooms = [] };

    private readonly Live<TokenKeys> _tokens = new(SignedWith(TokenForge.Secret));
    private readonly Live<IReadOnlyList<ApiKeyEntry>> _keys = new([new ApiKeyEntry(default, Keyed)]);
    private readonly ServiceProvider _services;

    public CredentialRaceTests()
    {
        var time = new ManualTimeProvider();
        var options = StreamingOptions.ForDevelopment();
        options.Jwt.Secret = TokenForge.Secret;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddStreaming(options)
            .AddSingleton(new Verifiers(_tokens, _keys, time))
            .BuildServiceProvider();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Refresh_WithATokenWhoseKeyGoesMeanwhile_ClosesTheConnection()
    {
        var requester = new Requester(Keyed with { KeyHash = null }) { OnBear = () => _tokens.Set(SignedWith("another secret, and long enough for one")) };

        var answer = await RefreshAsync(requester);

        Assert.Equal(ErrorCode.Unauthorized, Assert.IsType<Answer.Failed>(answer).Error.Code);
        Assert.Equal(CloseReason.Unauthorized, requester.Closed);
    }

    [Fact]
    public async Task Refresh_WithATokenWhoseKeyStays_GoesOn()
    {
        var requester = new Requester(Keyed with { KeyHash = null }) { OnBear = () => _tokens.Set(SignedWith(TokenForge.Secret)) };

        Assert.IsType<Answer.Refreshed>(await RefreshAsync(requester));
        Assert.Null(requester.Closed);
    }

    [Fact]
    public void Exchange_OfWhatTheConnectionHasNoMore_ChangesNothing()
    {
        using var credentials = new ConnectionCredentials(Keyed, _services.GetRequiredService<ConnectionServices>());
        var refreshed = Keyed with { KeyHash = null };
        credentials.Exchange(refreshed);

        Assert.False(credentials.TryExchange(Keyed, Confined));
        Assert.Same(refreshed, credentials.Principal);
        Assert.True(credentials.TryExchange(refreshed, Confined));
        Assert.Same(Confined, credentials.Principal);
    }

    [Fact]
    public async Task Key_ThatIsWidenedAndNarrowedAgain_WhileItsConnectionIsLookedAt_StaysNarrow()
    {
        _keys.Set([new ApiKeyEntry(default, Confined)]);
        var connection = await WatchAsync(Confined);
        connection.BeforeExchange = () => _keys.Set([new ApiKeyEntry(default, Confined)]);

        _keys.Set([new ApiKeyEntry(default, Keyed)]);

        Assert.NotNull(connection.Principal.Rooms);
        Assert.Null(connection.Closed);
    }

    [Fact]
    public async Task Key_ThatIsGone_WhileItsConnectionIsRefreshed_LeavesTheRefreshedOne()
    {
        var connection = await WatchAsync(Keyed);
        var refreshed = Keyed with { KeyHash = null };
        connection.BeforeExchange = () => connection.Principal = refreshed;

        _keys.Set([new ApiKeyEntry(default, Confined)]);

        Assert.Same(refreshed, connection.Principal);
        Assert.Null(connection.Closed);
    }

    [Fact]
    public async Task Key_ThatIsGone_WhileItsConnectionIsGivenOtherRights_ClosesIt()
    {
        var connection = await WatchAsync(Keyed);
        connection.BeforeExchange = () => _keys.Set([]);

        _keys.Set([new ApiKeyEntry(default, Confined)]);

        Assert.Equal(CloseReason.Unauthorized, connection.Closed);
    }

    private static TokenKeys SignedWith(string secret)
    {
        var options = StreamingOptions.ForDevelopment();
        options.Jwt.Secret = secret;
        List<SettingProblem> problems = [];
        var keys = TokenKeys.Load(options, problems);
        Assert.Empty(problems);
        return keys;
    }

    private ValueTask<Answer> RefreshAsync(Requester requester)
    {
        string token = TokenForge.Hs256("""{"sub":"ann","exp":4102444800}""");
        string data = new JsonObject { ["token"] = token }.ToJsonString();
        return ActivatorUtilities.CreateInstance<RefreshHandler>(_services).HandleAsync(
            requester, new ClientMessage { Type = ClientMessageType.Refresh, Data = Encoding.UTF8.GetBytes(data) });
    }

    private async Task<Connection> WatchAsync(Principal principal)
    {
        await ActivatorUtilities.CreateInstance<CredentialWatch>(_services).StartAsync(CancellationToken.None);
        var registry = _services.GetRequiredService<ConnectionRegistry>();
        var connection = new Connection(principal);
        Assert.Equal(Admission.Granted, registry.TryAdmit()!.Bind(connection));
        return connection;
    }

    private sealed class Requester(Principal principal) : IRequester
    {
        public required Action OnBear { get; init; }

        public CloseReason? Closed { get; private set; }

        public ClientSession Session => throw new NotSupportedException();

        public Principal Principal { get; private set; } = principal;

        public string? Address => null;

        public void Bear(Principal next)
        {
            Principal = next;
            OnBear();
        }

        public Task GiveUpUnreachableAsync() => Task.CompletedTask;

        public void Close(CloseReason reason) => Closed = reason;

        public void Send(ReadOnlyMemory<byte> frame) => throw new NotSupportedException();

        public ValueTask WaitForRoomAsync() => throw new NotSupportedException();
    }

    private sealed class Connection(Principal principal) : ILiveConnection
    {
        /// <summary>Once, when it has been decided what the connection gets.</summary>
        public Action? BeforeExchange { get; set; }

        public CloseReason? Closed { get; private set; }

        public Principal Principal { get; set; } = principal;

        public bool TryExchange(Principal before, Principal next)
        {
            (var meanwhile, BeforeExchange) = (BeforeExchange, null);
            meanwhile?.Invoke();
            if (!ReferenceEquals(Principal, before))
                return false;
            Principal = next;
            return true;
        }

        public void Drain(TimeSpan reconnectAfter)
        {
        }

        public void Close(CloseReason reason) => Closed = reason;
    }
}
