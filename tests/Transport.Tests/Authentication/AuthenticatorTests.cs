using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings;
using Xunit;
using static Streaming.Transport.Tests.Authentication.TokenForge;

namespace Streaming.Transport.Tests.Authentication;

public sealed class AuthenticatorTests : IDisposable
{
    private const string ApiKey = "0f3d5a7c9e1b2d4f6a8c0e1f3b5d7a9c";

    private readonly string _keyFile = Path.GetTempFileName();

    public AuthenticatorTests() => File.WriteAllText(_keyFile, $$"""
        { "keys": [ { "name": "k", "user": "kate",
                      "sha256": "{{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey)))}}" } ] }
        """);

    public void Dispose() => File.Delete(_keyFile);

    private static string Ann => Hs256("""{"sub":"ann","exp":4000000000}""");

    private static string Forged => Hs256("""{"sub":"ann","exp":4000000000}""", secret: "not the secret of this server, but long");

    // What is sent, and who that is: a user, "guest", or "!" and the rejection.
    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "", "", "", "guest" },
        { "", "", "?user_id=gus", "gus" },
        { "", "", "?user_id=", "guest" },
        { "", "", "?user_id=a%20b", "!InvalidGuestName" },
        { "", "", "?user_id=a&user_id=b", "!InvalidGuestName" },
        { "", "", "?user_id=service:billing", "!InvalidGuestName" },
        { "Bearer " + Ann, "", "", "ann" },
        { "bearer  " + Ann, "", "", "ann" },
        { "Bearer " + Ann, "", "?user_id=gus", "ann" },
        { "Bearer " + Ann, ApiKey, "", "ann" },
        { "Bearer " + Ann, "wrong", "", "ann" },
        { "Bearer " + Forged, "", "", "!BadSignature" },
        { "Bearer " + Forged, "", "?user_id=ann", "!BadSignature" },
        { "Bearer " + Forged, ApiKey, "", "!BadSignature" },
        { "Bearer ", "", "", "!Malformed" },
        { "Bearer garbage", "", "?user_id=gus", "!Malformed" },
        { "Basic YTpi", "", "?user_id=gus", "gus" },
        { "Basic YTpi", ApiKey, "", "kate" },
        { "", ApiKey, "", "kate" },
        { "", ApiKey, "?user_id=gus", "kate" },
        { "", "wrong", "", "!UnknownKey" },
        { "", "wrong", "?user_id=gus", "!UnknownKey" },
        { "", ApiKey, "?access_token=" + Ann, "kate" },
        { "Bearer " + Ann, "", "?ticket=none", "ann" },
        { "", ApiKey, "?ticket=none", "kate" },
        { "", "", "?ticket=none", "!UnknownTicket" },
        { "", "", "?ticket=none&user_id=gus", "!UnknownTicket" },
        { "", "", "?ticket=", "!UnknownTicket" },
        { "", "", "?ticket=a&ticket=b", "!Malformed" },
        { "", "", "?ticket=none&access_token=" + Ann, "!UnknownTicket" },
        { "", "", "?access_token=" + Ann, "ann" },
        { "", "", "?access_token=" + Forged, "!BadSignature" },
        { "", "", "?access_token=", "!Malformed" },
        { "", "", "?access_token=a&access_token=b", "!Malformed" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Authenticate_GuestsLetIn_FirstCredentialsDecide(string authorization, string key, string query, string who)
    {
        Assert.Equal(who, await AskAsync(Options(), authorization, key, query));
    }

    [Theory]
    [InlineData("", "!Missing")]
    [InlineData("?user_id=gus", "!Missing")]
    [InlineData("?user_id=a%20b", "!Missing")]
    public async Task Authenticate_CredentialsRequired_NobodyIsAGuest(string query, string who)
    {
        var options = Options();
        options.RequireAuth = true;

        Assert.Equal(who, await AskAsync(options, "", "", query));
        Assert.Equal("ann", await AskAsync(options, "Bearer " + Ann, "", query));
    }

    [Fact]
    public async Task Authenticate_QueryTokenNotAllowed_IsRejectedNotIgnored()
    {
        var options = Options();
        options.AllowQueryToken = false;

        Assert.Equal("!Malformed", await AskAsync(options, "", "", "?user_id=gus&access_token=" + Ann));
    }

    [Fact]
    public async Task Authenticate_ProviderNotListed_IsNotLookedAt()
    {
        var options = Options();
        options.AuthProviders = [AuthProvider.ApiKey];

        Assert.Equal("kate", await AskAsync(options, "Bearer " + Forged, ApiKey, ""));
        options.AuthProviders = [AuthProvider.Jwt];
        Assert.Equal("ann", await AskAsync(options, "Bearer " + Ann, "wrong", ""));
    }

    [Fact]
    public async Task Authenticate_WhatTheSettingsDoNotAskFor_ConfinesNobody()
    {
        string token = "Bearer " + Hs256("""{"sub":"ann","exp":4000000000,"scope":"connect","rooms":[],"channels":[]}""");
        var options = Options();
        var confined = await AdmitAsync(options, token);
        options.RoomAuthEnabled = false;
        options.MessageAuthEnabled = false;
        var free = await AdmitAsync(options, token);

        Assert.Equal((false, false), (confined.MayEnter(new RoomId("lobby")), confined.MaySpeak));
        Assert.Equal((true, true), (free.MayEnter(new RoomId("lobby")), free.MaySpeak));
    }

    /// <summary>Of what a page elsewhere can make a visitor's browser send, nothing shuts the visitor's address out.</summary>
    [Theory]
    [InlineData("?ticket=guess", Doorway.Rest, null)] // a ticket is good elsewhere only
    [InlineData("?ticket=guess", Doorway.Events, "cross-site")]
    [InlineData("?ticket=guess", Doorway.Events, "same-site")]
    [InlineData("?access_token=guess", Doorway.Rest, "cross-site")]
    [InlineData("?access_token=guess", Doorway.Events, "cross-site")]
    [InlineData("?access_token=a&access_token=b", Doorway.Rest, null)]
    public async Task Authenticate_WhatIsRefusedUnseen_IsNoTry(string query, Doorway door, string? site)
    {
        var authenticator = Authenticator(Counting());
        for (int i = 0; i < 200; i++)
        {
            var request = From(query);
            if (site is not null)
                request.Headers["Sec-Fetch-Site"] = site;
            Assert.Equal("!Malformed", Name(await authenticator.AuthenticateAsync(request, door)));
        }

        var own = From("");
        own.Headers.Authorization = "Bearer " + Ann;
        Assert.Equal("ann", Name(await authenticator.AuthenticateAsync(own, door)));
    }

    /// <summary>Many who come back from one address with what has run out over night.</summary>
    [Theory]
    [InlineData("""{"sub":"ann","exp":1700000000}""", "!Expired")]
    [InlineData("""{"sub":"ann","exp":4000000000,"nbf":3000000000}""", "!NotYetValid")]
    public async Task Authenticate_WhatWasSignedHere_IsNoTry(string claims, string who)
    {
        var authenticator = Authenticator(Counting());
        for (int i = 0; i < 200; i++)
            Assert.Equal(who, Name(await authenticator.AuthenticateAsync(Bearing(Hs256(claims)), Doorway.Rest)));

        Assert.Equal("ann", Name(await authenticator.AuthenticateAsync(Bearing(Ann), Doorway.Rest)));

        static HttpRequest Bearing(string token)
        {
            var request = From("");
            request.Headers.Authorization = "Bearer " + token;
            return request;
        }
    }

    [Theory]
    [InlineData("?ticket=guess", null)]
    [InlineData("?ticket=guess", "same-origin")]
    [InlineData("?access_token=guess", null)]
    public async Task Authenticate_Guesses_AreCounted_AndShutTheAddressOut(string query, string? site)
    {
        var authenticator = Authenticator(Counting());
        bool isShut = false;
        for (int i = 0; i < 200 && !isShut; i++)
        {
            var request = From(query);
            if (site is not null)
                request.Headers["Sec-Fetch-Site"] = site;
            isShut = await authenticator.AuthenticateAsync(request, Doorway.Events) is AuthOutcome.Throttled;
        }

        Assert.True(isShut);
    }

    [Theory]
    [InlineData("https://chat.example", "!UnknownTicket")] // a page that says which it is, and was let in for it
    [InlineData(null, "!Malformed")]
    public async Task Authenticate_TicketFromAnotherSite_OnlyOfAPageThatSaysWhichItIs(string? origin, string who)
    {
        var request = From("?ticket=guess");
        request.Headers["Sec-Fetch-Site"] = "cross-site";
        if (origin is not null)
            request.Headers.Origin = origin;

        Assert.Equal(who, Name(await Authenticator(Options()).AuthenticateAsync(request, Doorway.Events)));
    }

    [Fact]
    public async Task Authenticate_TwoTokens_AreRejected()
    {
        var request = Request("", "", "");
        request.Headers.Authorization = new(["Bearer " + Ann, "Bearer " + Forged]);

        Assert.IsType<AuthOutcome.Rejected>(await Authenticator(Options()).AuthenticateAsync(request, Doorway.Rest));
    }

    [Fact]
    public async Task Authenticate_TokenWithoutAnyKey_IsRejectedNotAGuest()
    {
        Assert.Equal("!UnknownKey", await AskAsync(StreamingOptions.ForDevelopment(), "Bearer " + Ann, "", "?user_id=gus"));
    }

    [Fact]
    public async Task Authenticate_NamelessGuests_GetDifferentNamesAndNoScopes()
    {
        var authenticator = Authenticator(Options());
        var first = Assert.IsType<AuthOutcome.Guest>(await authenticator.AuthenticateAsync(Request("", "", ""), Doorway.Rest)).Principal;
        var second = Assert.IsType<AuthOutcome.Guest>(await authenticator.AuthenticateAsync(Request("", "", ""), Doorway.Rest)).Principal;

        Assert.NotEqual(first.UserId, second.UserId);
        Assert.Equal((true, PrincipalKind.Guest, 0), (first.IsNameless, first.Kind, first.Scopes.Count));
        Assert.True(UserId.TryParse(first.UserId.Value, out _));
    }

    [Fact]
    public void AddStreaming_RequiresAuthWithoutKeys_SaysThatNobodyCouldComeIn()
    {
        var exception = Assert.Throws<InvalidSettingsException>(() => new ServiceCollection().AddStreaming());

        Assert.Equal("RequireAuth", Assert.Single(exception.Problems).Key);
    }

    [Fact]
    public void ToString_OfCredentials_ShowsNone()
    {
        Assert.DoesNotContain("hush", new Credentials.BearerToken("hush").ToString());
        Assert.DoesNotContain("hush", new Credentials.ApiKey("hush").ToString());
        Assert.DoesNotContain("hush", new JwtOptions { Secret = "hush" }.ToString());
        Assert.DoesNotContain(Secret, Options().ToString());
    }

    private static async Task<string> AskAsync(
        StreamingOptions options, string authorization, string key, string query, Doorway door = Doorway.WebSocket) =>
        Name(await Authenticator(options).AuthenticateAsync(Request(authorization, key, query), door));

    private static string Name(AuthOutcome outcome) => outcome switch
    {
        AuthOutcome.Authenticated authenticated => authenticated.Principal.UserId.Value,
        AuthOutcome.Guest { Principal.IsNameless: true } => "guest",
        AuthOutcome.Guest guest => guest.Principal.UserId.Value,
        AuthOutcome.Rejected rejected => "!" + rejected.Reason,
        _ => throw new InvalidOperationException(outcome.ToString()),
    };

    private static async Task<Principal> AdmitAsync(StreamingOptions options, string authorization) =>
        Assert.IsType<AuthOutcome.Authenticated>(
            await Authenticator(options).AuthenticateAsync(Request(authorization, "", ""), Doorway.Rest)).Principal;

    private StreamingOptions Options()
    {
        var options = StreamingOptions.ForDevelopment();
        options.Jwt.Secret = Secret;
        options.ApiKeys.File = _keyFile;
        return options;
    }

    private StreamingOptions Counting()
    {
        var options = Options();
        options.RateLimitEnabled = true;
        options.Limits.MaxConnectionsPerIp = 100;
        return options;
    }

    private static HttpRequest From(string query)
    {
        var request = Request("", "", query);
        request.HttpContext.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        return request;
    }

    private static HttpRequest Request(string authorization, string key, string query)
    {
        var request = new DefaultHttpContext().Request;
        if (authorization.Length > 0)
            request.Headers.Authorization = authorization;
        if (key.Length > 0)
            request.Headers["X-API-Key"] = key;
        request.QueryString = new QueryString(query);
        return request;
    }

    private static Authenticator Authenticator(StreamingOptions options) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new FixedTime())
        .AddSingleton<IEntropy>(new CountingEntropy())
        .AddStreaming(options)
        .BuildServiceProvider()
        .GetRequiredService<Authenticator>();

    private sealed class CountingEntropy : IEntropy
    {
        private ulong _next;

        public ulong NextUInt64() => _next++;
    }
}
