using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Transport.Tests.Authentication;

/// <summary>Makes tokens out of any header and payload, honest ones and others, without the library under test.</summary>
internal static class TokenForge
{
    public const string Secret = "a secret of thirty-two characters";

    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly RSA OtherRsa = RSA.Create(2048);
    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string Hs256(string payload, string secret = Secret, string header = """{"alg":"HS256","typ":"JWT"}""") =>
        Sign(header, payload, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    public static string Rs256(string payload, RSA? key = null, string header = """{"alg":"RS256","typ":"JWT"}""") =>
        Sign(header, payload, input => (key ?? Rsa).SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Es256(string payload, ECDsa? key = null, string header = """{"alg":"ES256","typ":"JWT"}""") =>
        Sign(header, payload, input => (key ?? Ec).SignData(input, HashAlgorithmName.SHA256));

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        string input = Encode(header) + "." + Encode(payload);
        return input + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)));
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
