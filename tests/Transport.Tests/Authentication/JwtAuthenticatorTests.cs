using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;
using Xunit;
using static Streaming.Transport.Tests.Authentication.TokenForge;

namespace Streaming.Transport.Tests.Authentication;

public sealed class JwtAuthenticatorTests
{
    private static readonly FixedTime Time = new();
    private static readonly long Now = Time.Now.ToUnixTimeSeconds();

    private static readonly JwtKey SharedKey =
        new("HS256", null, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)));

    private static readonly JwtKey RsaKey = new("RS256", null, new RsaSecurityKey(Rsa.ExportParameters(false)));
    private static readonly JwtKey EcKey = new("ES256", null, new ECDsaSecurityKey(Ec));

    private static string Ann => $$"""{"sub":"ann","exp":{{Now + 60}}}""";

    public static TheoryData<string, string> HonestTokens => new()
    {
        { "HS256", Hs256(Ann) },
        { "RS256", Rs256(Ann) },
        { "ES256", Es256(Ann) },
        { "another typ", Hs256(Ann, header: """{"alg":"HS256","typ":"at+jwt"}""") },
        { "a kid for keys that have none", Hs256(Ann, header: """{"alg":"HS256","kid":"k7"}""") },
        { "claims that mean nothing here", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"x":{"y":[1,null]} }""") },
        { "times with fractions", Hs256($$"""{"sub":"ann","exp":{{Now + 60}}.5,"nbf":{{Now - 60}}.25}""") },
        { "an end beyond the end of time", Hs256("""{"sub":"ann","exp":1000000000000000}""") },
        { "expired within the skew", Hs256($$"""{"sub":"ann","exp":{{Now - 29}}}""") },
        { "not yet valid within the skew", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"nbf":{{Now + 30}}}""") },
    };

    [Theory]
    [MemberData(nameof(HonestTokens))]
    public void Authenticate_HonestToken_IsItsUser(string what, string token)
    {
        var outcome = Authenticator().Authenticate(token);

        var principal = Assert.IsType<AuthOutcome.Authenticated>(outcome).Principal;
        Assert.True(principal.UserId == new UserId("ann"), what);
        Assert.Equal(PrincipalKind.User, principal.Kind);
    }

    public static TheoryData<string, string, Rejection> BadTokens
    {
        get
        {
            string honest = Hs256(Ann);
            string[] parts = honest.Split('.');
            string publicPem = Rsa.ExportSubjectPublicKeyInfoPem();
            string hs256Header = parts[0];
            var data = new TheoryData<string, string, Rejection>
            {
                // Not a token.
                { "nothing", "", Rejection.Malformed },
                { "garbage", "garbage", Rejection.Malformed },
                { "dots", "..", Rejection.Malformed },
                { "not Base64url", "a?.b?.c?", Rejection.Malformed },
                { "two parts", parts[0] + "." + parts[1], Rejection.Malformed },
                { "four parts", honest + ".x", Rejection.Malformed },
                { "five parts (JWE)", honest + ".x.y", Rejection.Malformed },
                { "header not JSON", Encode("{") + "." + parts[1] + "." + parts[2], Rejection.Malformed },
                { "header no object", Encode("[]") + "." + parts[1] + "." + parts[2], Rejection.Malformed },
                { "payload not JSON", Hs256("{"), Rejection.Malformed },
                { "payload no object", Hs256("[1]"), Rejection.Malformed },
                { "payload with sub twice", Hs256($$"""{"sub":"ann","sub":"root","exp":{{Now + 60}}}"""), Rejection.Malformed },
                { "payload nested deeply", Hs256($$"""{"sub":"ann","a":{{new string('[', 2000)}}{{new string(']', 2000)}}}"""), Rejection.Malformed },
                { "oversize", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"pad":"{{new string('x', 8192)}}"}"""), Rejection.Malformed },

                // Not an algorithm.
                { "alg none", Encode("""{"alg":"none"}""") + "." + parts[1] + ".", Rejection.Malformed },
                { "alg none with a signature", Sign("""{"alg":"none"}""", Ann, _ => [1, 2, 3]), Rejection.Malformed },
                { "alg nOnE", Sign("""{"alg":"nOnE"}""", Ann, _ => [1]), Rejection.Malformed },
                { "no alg", Hs256(Ann, header: """{"typ":"JWT"}"""), Rejection.Malformed },
                { "alg twice", Hs256(Ann, header: """{"alg":"HS256","alg":"none"}"""), Rejection.Malformed },
                { "HS512", Sign("""{"alg":"HS512"}""", Ann, input => HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), input)), Rejection.Malformed },
                { "hs256 in lower case", Hs256(Ann, header: """{"alg":"hs256"}"""), Rejection.Malformed },
                { "crit", Hs256(Ann, header: """{"alg":"HS256","crit":["exp"]}"""), Rejection.Malformed },
                { "kid a number", Hs256(Ann, header: """{"alg":"HS256","kid":7}"""), Rejection.Malformed },

                // A key that the token brings along, or says where to find, is not looked at: signed with it, it is signed with none of ours.
                { "jwk of its own", Rs256(Ann, OtherRsa, HeaderWithJwk()), Rejection.BadSignature },
                { "jku", Rs256(Ann, OtherRsa, """{"alg":"RS256","jku":"https://evil.example/keys"}"""), Rejection.BadSignature },
                { "x5u", Rs256(Ann, OtherRsa, """{"alg":"RS256","x5u":"https://evil.example/cert"}"""), Rejection.BadSignature },
                { "x5c", Rs256(Ann, OtherRsa, """{"alg":"RS256","x5c":["MIIB"]}"""), Rejection.BadSignature },
                { "kid with a path", Hs256(Ann, secret: "", header: """{"alg":"HS256","kid":"../../../dev/null"}"""), Rejection.BadSignature },
                { "kid with a query", Hs256(Ann, secret: "x", header: """{"alg":"HS256","kid":"x' UNION SELECT 'x"}"""), Rejection.BadSignature },
                { "a signature of another token", parts[0] + "." + parts[1] + "." + Hs256($$"""{"sub":"bob","exp":{{Now + 60}}}""").Split('.')[2], Rejection.BadSignature },
                { "ES256 with a signature of zeros", Sign("""{"alg":"ES256"}""", Ann, static _ => new byte[64]), Rejection.BadSignature },
                { "exp twice", Hs256($$"""{"sub":"ann","exp":{{Now - 60}},"exp":{{Now + 60}}}"""), Rejection.Malformed },
                { "exp twice, once escaped", Hs256($$"""{"sub":"ann","exp":{{Now - 60}},"exp":{{Now + 60}}}"""), Rejection.Malformed },
                { "zip", Hs256(Ann, header: """{"alg":"HS256","zip":"DEF"}"""), Rejection.Malformed },

                // Not our key.
                { "no signature", parts[0] + "." + parts[1] + ".", Rejection.Malformed },
                { "another secret", Hs256(Ann, secret: "another secret of thirty-two characters"), Rejection.BadSignature },
                { "another RSA key", Rs256(Ann, OtherRsa), Rejection.BadSignature },
                { "another EC key", Es256(Ann, ECDsa.Create(ECCurve.NamedCurves.nistP256)), Rejection.BadSignature },
                { "HMAC with the public key", Hs256(Ann, secret: publicPem), Rejection.BadSignature },
                { "another payload under the signature", hs256Header + "." + Encode(Ann.Replace("ann", "root")) + "." + parts[2], Rejection.BadSignature },
                { "a signature cut short", honest[..^8], Rejection.BadSignature },
                { "RS256 signature said to be ES256", Rs256(Ann, header: """{"alg":"ES256"}"""), Rejection.BadSignature },

                // Not now.
                { "expired", Hs256($$"""{"sub":"ann","exp":{{Now - 30}}}"""), Rejection.Expired },
                { "expired long ago", Hs256("""{"sub":"ann","exp":0}"""), Rejection.Expired },
                { "not valid yet", Hs256($$"""{"sub":"ann","exp":{{Now + 90}},"nbf":{{Now + 31}}}"""), Rejection.NotYetValid },
                { "no exp", Hs256("""{"sub":"ann"}"""), Rejection.Malformed },
                { "exp beyond all numbers", Hs256("""{"sub":"ann","exp":1e300}"""), Rejection.Malformed },
                { "exp a text", Hs256("""{"sub":"ann","exp":"tomorrow"}"""), Rejection.Malformed },
                { "exp negative", Hs256("""{"sub":"ann","exp":-1}"""), Rejection.Malformed },
                { "nbf a text", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"nbf":"x"}"""), Rejection.Malformed },

                // Not usable.
                { "no sub", Hs256($$"""{"exp":{{Now + 60}}}"""), Rejection.InvalidUserId },
                { "sub a list", Hs256($$"""{"sub":["ann"],"exp":{{Now + 60}}}"""), Rejection.InvalidUserId },
                { "rooms a text", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"rooms":"a"}"""), Rejection.Malformed },
                { "rooms with a number", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"rooms":["a",1]}"""), Rejection.Malformed },
                { "rooms with a bad id", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"rooms":["a b"]}"""), Rejection.Malformed },
                { "limits a text", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":"false"}"""), Rejection.Malformed },
                { "limits null", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":null}"""), Rejection.Malformed },
                { "limits of another name", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"messages":1} }"""), Rejection.Malformed },
                { "a limit of 0", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"burst":0} }"""), Rejection.Malformed },
                { "a limit beyond all", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"burst":1000001} }"""), Rejection.Malformed },
                { "a limit with a fraction", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"burst":1.5} }"""), Rejection.Malformed },
                { "a limit that is a text", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"burst":"5"} }"""), Rejection.Malformed },
                { "scope a number", Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"scope":1}"""), Rejection.Malformed },
            };
            foreach (string sub in new[] { "", " ", "a b", "ann<script>", "ann\\n", "ännchen", "a/b", new string('a', 129) })
                data.Add($"sub '{sub}'", Hs256($$"""{"sub":"{{sub}}","exp":{{Now + 60}}}"""), Rejection.InvalidUserId);
            return data;
        }
    }

    private static string HeaderWithJwk()
    {
        var key = OtherRsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"alg":"RS256","jwk":{"kty":"RSA","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"} }""";
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public void Authenticate_BadToken_IsRejected(string what, string token, Rejection reason)
    {
        var outcome = Authenticator().Authenticate(token);

        var rejected = Assert.IsType<AuthOutcome.Rejected>(outcome);
        Assert.True(reason == rejected.Reason, $"{what}: {rejected.Reason}");
        Assert.True(token.Length < 4 || !rejected.Message.Contains(token), "the message repeats the token");
    }

    [Fact]
    public void Authenticate_KeyOfAnotherAlgorithmOnly_IsUnknownKey()
    {
        // The server knows an RSA key; the attacker uses its public half as an HMAC secret.
        var outcome = Authenticator(keys: [RsaKey]).Authenticate(Hs256(Ann, Rsa.ExportSubjectPublicKeyInfoPem()));

        Assert.Equal(Rejection.UnknownKey, Assert.IsType<AuthOutcome.Rejected>(outcome).Reason);
    }

    [Fact]
    public void Authenticate_NoKeysAtAll_IsUnknownKey()
    {
        var outcome = Authenticator(keys: []).Authenticate(Hs256(Ann));

        Assert.Equal(Rejection.UnknownKey, Assert.IsType<AuthOutcome.Rejected>(outcome).Reason);
    }

    [Theory]
    [InlineData("https://issuer", "rooms", null)]
    [InlineData("https://other", "rooms", Rejection.WrongAudience)]
    [InlineData("https://issuer/", "rooms", Rejection.WrongAudience)]
    [InlineData("https://issuer", "mail", Rejection.WrongAudience)]
    public void Authenticate_IssuerAndAudience_MustBeTheConfiguredOnes(string issuer, string audience, Rejection? reason)
    {
        var options = new JwtOptions { Issuer = "https://issuer", Audience = "rooms" };

        var outcome = Authenticator(options)
            .Authenticate(Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"iss":"{{issuer}}","aud":"{{audience}}"}"""));

        Assert.Equal(reason, (outcome as AuthOutcome.Rejected)?.Reason);
    }

    [Fact]
    public void Authenticate_AudienceAmongSeveral_Holds()
    {
        var outcome = Authenticator(new JwtOptions { Audience = "rooms" })
            .Authenticate(Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"aud":["mail","rooms"]}"""));

        Assert.IsType<AuthOutcome.Authenticated>(outcome);
    }

    [Theory]
    [InlineData("""{"sub":"ann","exp":4000000000}""")]
    [InlineData("""{"sub":"ann","exp":4000000000,"iss":null,"aud":null}""")]
    public void Authenticate_NoIssuerOrAudienceWhereRequired_IsRejected(string payload)
    {
        Assert.IsType<AuthOutcome.Rejected>(Authenticator(new JwtOptions { Issuer = "i" }).Authenticate(Hs256(payload)));
        Assert.IsType<AuthOutcome.Rejected>(Authenticator(new JwtOptions { Audience = "a" }).Authenticate(Hs256(payload)));
    }

    [Fact]
    public void Authenticate_KeysRotate_OldTokensHoldAsLongAsTheirKeyIsThere()
    {
        var old = new JwtKey("RS256", "2025", new RsaSecurityKey(Rsa.ExportParameters(false)));
        var current = new JwtKey("RS256", "2026", new RsaSecurityKey(OtherRsa.ExportParameters(false)));
        string oldToken = Rs256(Ann, Rsa, """{"alg":"RS256","kid":"2025"}""");
        string newToken = Rs256(Ann, OtherRsa, """{"alg":"RS256","kid":"2026"}""");
        string unnamed = Rs256(Ann, OtherRsa);
        string crossed = Rs256(Ann, OtherRsa, """{"alg":"RS256","kid":"2025"}""");

        var both = Authenticator(keys: [old, current]);
        var afterwards = Authenticator(keys: [current]);

        Assert.IsType<AuthOutcome.Authenticated>(both.Authenticate(oldToken));
        Assert.IsType<AuthOutcome.Authenticated>(both.Authenticate(newToken));
        Assert.IsType<AuthOutcome.Authenticated>(both.Authenticate(unnamed));
        Assert.Equal(Rejection.BadSignature, Assert.IsType<AuthOutcome.Rejected>(both.Authenticate(crossed)).Reason);
        Assert.Equal(Rejection.UnknownKey, Assert.IsType<AuthOutcome.Rejected>(afterwards.Authenticate(oldToken)).Reason);
    }

    [Fact]
    public void Authenticate_Claims_BecomeThePrincipal()
    {
        var outcome = Authenticator().Authenticate(Hs256(
            $$"""{"sub":"ann","exp":{{Now + 60}},"scope":"admin audit","rooms":["lobby","team-*"],"limits":false}"""));

        var principal = Assert.IsType<AuthOutcome.Authenticated>(outcome).Principal;
        Assert.Equal(["admin", "audit"], principal.Scopes.Order());
        Assert.True(principal.IsExemptFromLimits);
        Assert.Equal(Time.Now.AddSeconds(60) + new JwtOptions().ClockSkew, principal.ExpiresAt);
        Assert.True(principal.MayEnter(new RoomId("lobby")));
        Assert.True(principal.MayEnter(new RoomId("team-7")));
        Assert.False(principal.MayEnter(new RoomId("lobby2")));
    }

    [Fact]
    public void Authenticate_LimitsOfItsOwn_AreThePrincipals()
    {
        var outcome = Authenticator().Authenticate(Hs256(
            $$"""{"sub":"ann","exp":{{Now + 60}},"limits":{"messages_per_second":5,"connections":2} }"""));

        var principal = Assert.IsType<AuthOutcome.Authenticated>(outcome).Principal;
        Assert.False(principal.IsExemptFromLimits);
        Assert.Equal(new PrincipalLimits { MessagesPerSecond = 5, Connections = 2 }, principal.Limits);
    }

    [Fact]
    public void Authenticate_EmptyRooms_ConfinesToNone()
    {
        var outcome = Authenticator().Authenticate(Hs256($$"""{"sub":"ann","exp":{{Now + 60}},"rooms":[]}"""));

        Assert.False(Assert.IsType<AuthOutcome.Authenticated>(outcome).Principal.MayEnter(new RoomId("lobby")));
    }

    private static JwtAuthenticator Authenticator(JwtOptions? options = null, JwtKey[]? keys = null) =>
        new(options ?? new JwtOptions(), new JwtKeyRing(keys ?? [SharedKey, RsaKey, EcKey]), Time);
}
