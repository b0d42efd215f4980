using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Cookies that this node cannot make out at the moment, and may be good all the same: the browser keeps them.</summary>
public sealed class LoginKeptTests : IAsyncLifetime
{
    private static readonly string Ann = RestClient.Token("ann");

    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false });
    private readonly Shared _shared = new();
    private readonly Store _store = new();
    private StreamingServer _server = null!;
    private string _cookie = "";

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(
            static options => options.Jwt.Secret = TokenForge.Secret,
            services => services.AddSingleton<IDataProtectionProvider>(_shared).AddSingleton<ILoginStore>(_store));
        _http.BaseAddress = _server.Http;
        using var login = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/sessions", UriKind.Relative));
        login.Headers.Add("Authorization", $"Bearer {Ann}");
        using var reply = await _http.SendAsync(login);
        _cookie = reply.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Keys_ThatCannotBeRead_AreNoFaultOfTheCookies()
    {
        _shared.Fault = new CryptographicException("wrapped, as Data Protection does", new IOException("no answer"));
        await AssertKeptAsync(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Key_ThatThisNodeHasNotReadYet_IsNoFaultOfTheCookie()
    {
        _shared.Fault = new CryptographicException("the key is not in the ring");
        await AssertKeptAsync(HttpStatusCode.Unauthorized);
    }

    // What it does not know may confine the user.
    [Fact]
    public async Task Login_OfANewerRelease_LetsNobodyInAndStays()
    {
        _store.Content = """{"user":"ann","kind":1,"confined_to":"what is not known here"}""";
        await AssertKeptAsync(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Login_OverOneThatCannotBeEnded_IsEndedItself_SinceNobodyIsToldOfIt()
    {
        _store.EndFault = new TimeoutException("no answer");
        using var login = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/sessions", UriKind.Relative));
        login.Headers.Add("Authorization", $"Bearer {Ann}");
        login.Headers.Add("Cookie", _cookie);
        using var refused = await _http.SendAsync(login);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        Assert.Equal(_store.Saved[^1], Assert.Single(_store.Ended));
        using var earlier = await ShowAsync();
        Assert.Equal(HttpStatusCode.OK, earlier.StatusCode);
    }

    private async Task AssertKeptAsync(HttpStatusCode status)
    {
        using (var refused = await ShowAsync())
        {
            Assert.Equal(status, refused.StatusCode);
            Assert.False(refused.Headers.Contains("Set-Cookie"));
        }

        (_shared.Fault, _store.Content) = (null, null);
        using var again = await ShowAsync();
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private async Task<HttpResponseMessage> ShowAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/sessions", UriKind.Relative));
        request.Headers.Add("Cookie", _cookie);
        return await _http.SendAsync(request);
    }

    /// <summary>Keys that nodes share.</summary>
    private sealed class Shared : IDataProtectionProvider, IDataProtector
    {
        private readonly IDataProtector _inner = new EphemeralDataProtectionProvider().CreateProtector("shared");

        public Exception? Fault { get; set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => _inner.Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData) => Fault is { } fault ? throw fault : _inner.Unprotect(protectedData);
    }

    private sealed class Store : ILoginStore
    {
        private readonly InMemoryLoginStore _inner = new();

        public string? Content { get; set; }

        /// <summary>What the next login that is to be ended meets with.</summary>
        public Exception? EndFault { get; set; }

        public List<string> Saved { get; } = [];

        public List<string> Ended { get; } = [];

        public ValueTask SaveAsync(LoginRecord login, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation)
        {
            Saved.Add(login.Name);
            return _inner.SaveAsync(login, idle, now, cancellation);
        }

        public async ValueTask<LoginRecord?> UseAsync(UserId user, string name, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation)
        {
            var login = await _inner.UseAsync(user, name, idle, now, cancellation);
            return Content is { } content ? login! with { Content = Encoding.UTF8.GetBytes(content) } : login;
        }

        public ValueTask<bool> ExchangeAsync(
            UserId user, string name, string before, string shown, string after, DateTimeOffset now, CancellationToken cancellation) =>
            _inner.ExchangeAsync(user, name, before, shown, after, now, cancellation);

        public ValueTask ConfirmAsync(UserId user, string name, string secret, DateTimeOffset now, CancellationToken cancellation) =>
            _inner.ConfirmAsync(user, name, secret, now, cancellation);

        public async ValueTask<bool> EndAsync(UserId user, string name, CancellationToken cancellation)
        {
            if (EndFault is { } fault)
            {
                EndFault = null;
                throw fault;
            }

            Ended.Add(name);
            return await _inner.EndAsync(user, name, cancellation);
        }
    }
}
