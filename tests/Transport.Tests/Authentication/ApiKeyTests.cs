using System.Security.Cryptography;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;
using Xunit;

namespace Streaming.Transport.Tests.Authentication;

public sealed class ApiKeyTests : IDisposable
{
    private const string Key = "0f3d5a7c9e1b2d4f6a8c0e1f3b5d7a9c";

    private readonly string _path = Path.GetTempFileName();
    private readonly List<SettingProblem> _problems = [];
    private readonly FixedTime _time = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Authenticate_KnownServiceKey_IsTheService()
    {
        var keys = Load($$"""
            { "keys": [ { "name": "bill", "sha256": "{{HashOf(Key)}}", "service": "billing",
                          "scopes": ["admin"], "limits": false, "rooms": ["team-*"] } ] }
            """);

        var principal = Assert.IsType<AuthOutcome.Authenticated>(keys.Authenticate(Key)).Principal;
        Assert.Equal((new UserId("service:billing"), PrincipalKind.Service), (principal.UserId, principal.Kind));
        Assert.Equal((true, "bill"), (principal.IsExemptFromLimits, principal.KeyName));
        Assert.Equal(["admin"], principal.Scopes);
        Assert.True(principal.MayEnter(new RoomId("team-1")));
        Assert.False(principal.MayEnter(new RoomId("lobby")));
    }

    [Fact]
    public void Authenticate_KnownUserKey_IsTheUserWithinLimits()
    {
        var keys = Load($$"""{ "keys": [ { "name": "a", "sha256": "{{HashOf(Key).ToUpperInvariant()}}", "user": "ann" } ] }""");

        var principal = Assert.IsType<AuthOutcome.Authenticated>(keys.Authenticate(Key)).Principal;
        Assert.Equal((new UserId("ann"), PrincipalKind.User), (principal.UserId, principal.Kind));
        Assert.False(principal.IsExemptFromLimits);
        Assert.True(principal.MayEnter(new RoomId("lobby")));
    }

    [Fact]
    public void Authenticate_KeyWithLimitsOfItsOwn_HasThem()
    {
        var keys = Load($$"""
            { "keys": [ { "name": "a", "sha256": "{{HashOf(Key)}}", "user": "ann",
                          "limits": { "messages_per_second": 2, "messages_per_minute": 20, "burst": 4, "connections": 1 } } ] }
            """);

        var principal = Assert.IsType<AuthOutcome.Authenticated>(keys.Authenticate(Key)).Principal;
        var limits = new PrincipalLimits { MessagesPerSecond = 2, MessagesPerMinute = 20, Burst = 4, Connections = 1 };
        Assert.Equal((false, limits), (principal.IsExemptFromLimits, principal.Limits));
    }

    [Theory]
    [InlineData("", Rejection.Malformed)]
    [InlineData("another", Rejection.UnknownKey)]
    [InlineData(Key + " ", Rejection.UnknownKey)]
    public void Authenticate_UnknownKey_IsRejected(string shown, Rejection reason)
    {
        var keys = Load($$"""{ "keys": [ { "name": "a", "sha256": "{{HashOf(Key)}}", "user": "ann" } ] }""");

        Assert.Equal(reason, Assert.IsType<AuthOutcome.Rejected>(keys.Authenticate(shown)).Reason);
        Assert.IsType<AuthOutcome.Rejected>(keys.Authenticate(HashOf(Key)));
        Assert.IsType<AuthOutcome.Rejected>(keys.Authenticate(new string('k', 10_000)));
    }

    [Fact]
    public void Authenticate_KeyRunsOut_AtItsMoment()
    {
        var keys = Load($$"""
            { "keys": [ { "name": "a", "sha256": "{{HashOf(Key)}}", "user": "ann", "expires": "2026-06-01T12:00:01Z" } ] }
            """);

        Assert.IsType<AuthOutcome.Authenticated>(keys.Authenticate(Key));
        _time.Now = _time.Now.AddSeconds(1);
        Assert.Equal(Rejection.Expired, Assert.IsType<AuthOutcome.Rejected>(keys.Authenticate(Key)).Reason);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("""{"keyz":[]}""", "line 1")]
    [InlineData("""{"keys":[null]}""", "name")]
    [InlineData("""{"keys":[{"sha256":"HASH","user":"ann"}]}""", "name")]
    [InlineData("""{"keys":[{"name":"a","sha256":"abc","user":"ann"}]}""", "sha256")]
    [InlineData("""{"keys":[{"name":"a","user":"ann"}]}""", "sha256")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH"}]}""", "either")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","service":"x"}]}""", "either")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"a b"}]}""", "id")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","expires":"tomorrow"}]}""", "expires")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","rooms":["a b"]}]}""", "rooms")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","room":["a"]}]}""", "line 1")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","limits":{"message_per_second":1}}]}""", "limits")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"ann","limits":{"burst":0}}]}""", "limits")]
    [InlineData("""{"keys":[{"name":"a","sha256":"HASH","user":"a"},{"name":"b","sha256":"HASH","user":"b"}]}""", "twice")]
    public void Read_UnusableFile_SaysWhichKeyAndWhatItMustHave(string json, string said)
    {
        Load(json.Replace("HASH", HashOf(Key)), expectProblems: true);

        var problem = Assert.Single(_problems);
        Assert.Contains(said, problem.Allowed);
        Assert.DoesNotContain(HashOf(Key), problem.ToString());
    }

    private ApiKeyAuthenticator Load(string json, bool expectProblems = false)
    {
        File.WriteAllText(_path, json);
        var entries = ApiKeyFile.Read(_path, _problems);
        if (!expectProblems)
            Assert.Empty(_problems);
        return new ApiKeyAuthenticator(entries, _time);
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
