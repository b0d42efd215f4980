using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Streaming.Support;

namespace Streaming.Cluster.Tests.Abuse;

/// <summary>Tokens as attackers make them, by the name of the trick.</summary>
internal static class ForgedTokens
{
    private const string Forever = "4102444800";

    public static readonly IReadOnlyList<string> Tricks =
    [
        "no algorithm", "no algorithm in capitals", "no signature", "another secret", "an expired one", "one of the future", "no end",
        "claims exchanged", "HMAC with the public key", "another key pair", "HS256 named RS256", "encrypted in five parts", "far too large",
        "no token at all", "",
    ];

    public static string Make(string trick, RSA issuer) => trick switch
    {
        "no algorithm" => Join("""{"alg":"none"}""", Claims(Forever), []),
        "no algorithm in capitals" => Join("""{"alg":"NoNe"}""", Claims(Forever), [1, 2, 3]),
        "no signature" => Join("""{"alg":"HS256"}""", Claims(Forever), []),
        "another secret" => Hmac("""{"alg":"HS256"}""", Claims(Forever), Encoding.UTF8.GetBytes(new string('x', 32))),
        "an expired one" => Hmac("""{"alg":"HS256"}""", Claims("1000000000"), Secret),
        "one of the future" => Hmac("""{"alg":"HS256"}""", """{"sub":"mallory","exp":4102444800,"nbf":4102444700}""", Secret),
        "no end" => Hmac("""{"alg":"HS256"}""", """{"sub":"mallory"}""", Secret),
        "claims exchanged" => Exchange(Tokens.For("bob"), Claims(Forever)),
        "HMAC with the public key" => Hmac("""{"alg":"HS256"}""", Claims(Forever), Encoding.UTF8.GetBytes(issuer.ExportSubjectPublicKeyInfoPem())),
        "another key pair" => AnotherKeyPair(),
        "HS256 named RS256" => Hmac("""{"alg":"RS256"}""", Claims(Forever), Secret),
        "encrypted in five parts" => $"{Encode("""{"alg":"RSA-OAEP","enc":"A256GCM"}""")}.AAAA.AAAA.AAAA.AAAA",
        "far too large" => Hmac("""{"alg":"HS256"}""", $$"""{"sub":"mallory","exp":{{Forever}},"pad":"{{new string('x', 9_000)}}"}""", Secret),
        "no token at all" => "mallory",
        "" => "",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The control: the issuer's own, which has to be taken, or none of the others proves anything.</summary>
    public static string Honest(string user, RSA issuer) => Sign(Claims(Forever, user), issuer);

    private static byte[] Secret => Encoding.UTF8.GetBytes(Tokens.Secret);

    private static string Claims(string expires, string user = "mallory") => $$"""{"sub":"{{user}}","exp":{{expires}}}""";

    private static string AnotherKeyPair()
    {
        using var other = RSA.Create(2048);
        return Sign(Claims(Forever), other);
    }

    private static string Exchange(string token, string claims)
    {
        string[] parts = token.Split('.');
        return $"{parts[0]}.{Encode(claims)}.{parts[2]}";
    }

    private static string Sign(string claims, RSA key)
    {
        string input = $"{Encode("""{"alg":"RS256"}""")}.{Encode(claims)}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Hmac(string header, string claims, byte[] secret)
    {
        string input = $"{Encode(header)}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Join(string header, string claims, byte[] signature) =>
        $"{Encode(header)}.{Encode(claims)}.{Base64Url.EncodeToString(signature)}";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
