using System.Buffers.Text;
using System.Security.Cryptography;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;
using Xunit;
using static Streaming.Transport.Tests.Authentication.TokenForge;

namespace Streaming.Transport.Tests.Authentication;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly List<SettingProblem> _problems = [];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void PublicKeyFile_RsaInPem_ChecksRs256() => HoldsFor("RS256", Rsa.ExportSubjectPublicKeyInfoPem());

    [Fact]
    public void PublicKeyFile_RsaInItsOwnPem_ChecksRs256() => HoldsFor("RS256", Rsa.ExportRSAPublicKeyPem());

    [Fact]
    public void PublicKeyFile_EcInPem_ChecksEs256() => HoldsFor("ES256", Ec.ExportSubjectPublicKeyInfoPem());

    public static TheoryData<string, string, string> BadPublicKeys => new()
    {
        { "empty", "", "RSA or P-256" },
        { "garbage", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RSA or P-256" },
        { "private RSA key", Rsa.ExportPkcs8PrivateKeyPem(), "public key alone" },
        { "private EC key", Ec.ExportECPrivateKeyPem(), "public key alone" },
        { "short RSA key", RSA.Create(1024).ExportSubjectPublicKeyInfoPem(), "2,048" },
        { "another curve", ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportSubjectPublicKeyInfoPem(), "P-256" },
    };

    [Theory]
    [MemberData(nameof(BadPublicKeys))]
    public void PublicKeyFile_Unusable_SaysWhatItMustBe(string what, string pem, string said)
    {
        File.WriteAllText(_path, pem);

        Assert.Null(PublicKeyFile.Read(_path, _problems));
        var problem = Assert.Single(_problems);
        Assert.True(problem.Allowed.Contains(said), $"{what}: {problem}");
        Assert.Equal(("Jwt:PublicKeyFile", _path), (problem.Key, problem.Value));
    }

    [Fact]
    public void PublicKeyFile_Missing_SaysWhereItLooked()
    {
        Assert.Null(PublicKeyFile.Read("no/such.pem", _problems));
        Assert.Contains(Path.GetFullPath("no/such.pem"), Assert.Single(_problems).Allowed);
    }

    [Fact]
    public void JwksFile_RsaAndEc_BothCheckTokens()
    {
        File.WriteAllText(_path, $$"""
            { "keys": [ {{RsaJson("r")}}, {{EcJson("e")}},
                        { "kty": "RSA", "use": "enc", "kid": "x" }, { "kty": "OKP", "kid": "y" } ] }
            """);

        var ring = new JwtKeyRing(JwksFile.Read(_path, _problems));

        Assert.Empty(_problems);
        var tokens = new JwtAuthenticator(new JwtOptions(), ring, new FixedTime());
        const string payload = """{"sub":"ann","exp":4000000000}""";
        Assert.IsType<AuthOutcome.Authenticated>(tokens.Authenticate(Rs256(payload, header: """{"alg":"RS256","kid":"r"}""")));
        Assert.IsType<AuthOutcome.Authenticated>(tokens.Authenticate(Es256(payload, header: """{"alg":"ES256","kid":"e"}""")));
        Assert.IsType<AuthOutcome.Rejected>(tokens.Authenticate(Es256(payload, header: """{"alg":"ES256","kid":"r"}""")));
    }

    public static TheoryData<string, string> BadKeySets => new()
    {
        { "{", "line" },
        { "[]", "line" },
        { "null", "RS256 or ES256" },
        { """{"keys":[]}""", "RS256 or ES256" },
        { """{"keys":[null]}""", "RS256 or ES256" },
        { """{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"a"}]}""", "RS256 or ES256" },
        { """{"keys":[{"kty":"RSA","n":"?","e":"AQAB","kid":"a"}]}""", "Base64url" },
        { """{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"a"}]}""", "2,048" },
        { """{"keys":[{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB","kid":"a"}]}""", "P-256" },
        { $$"""{"keys":[{{EcJson("a")}},{{RsaJson("a")}}]}""", "twice" },
        { $$"""{"keys":[{{EcJson("")}}]}""", "kid" },
        { $$"""{"keys":[{{EcJson("a").Replace("\"kty\"", "\"d\":\"AA\",\"kty\"")}}]}""", "public keys alone" },
    };

    [Theory]
    [MemberData(nameof(BadKeySets))]
    public void JwksFile_Unusable_SaysWhatItMustBe(string json, string said)
    {
        File.WriteAllText(_path, json);

        Assert.Empty(JwksFile.Read(_path, _problems));
        Assert.Contains(said, Assert.Single(_problems).Allowed);
    }

    [Theory]
    [InlineData("short", "32 characters")]
    [InlineData("-----BEGIN PUBLIC KEY----- and so on", "PEM")]
    public void SharedSecret_Unusable_IsRefusedWithoutRepeatingIt(string secret, string said)
    {
        Assert.Null(SharedSecret.Read(secret, _problems));
        var problem = Assert.Single(_problems);
        Assert.Contains(said, problem.Allowed);
        Assert.DoesNotContain(secret, problem.ToString());
    }

    private void HoldsFor(string algorithm, string pem)
    {
        File.WriteAllText(_path, pem);

        Assert.Equal(algorithm, PublicKeyFile.Read(_path, _problems)?.Algorithm);
        Assert.Empty(_problems);
    }

    private static string RsaJson(string kid)
    {
        var key = Rsa.ExportParameters(false);
        string n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{kid}}","n":"{{n}}","e":"{{e}}"}""";
    }

    private static string EcJson(string kid)
    {
        var key = Ec.ExportParameters(false);
        string x = Base64Url.EncodeToString(key.Q.X), y = Base64Url.EncodeToString(key.Q.Y);
        return $$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{x}}","y":"{{y}}"}""";
    }
}
