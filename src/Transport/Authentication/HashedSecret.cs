using System.Security.Cryptography;
using System.Text;

namespace Streaming.Transport.Authentication;

/// <summary>
/// What stores and files know a secret by. A plain hash is enough for what is made of 128 random bits or more: nobody can guess it, however fast
/// the hash is.
/// </summary>
public static class HashedSecret
{
    /// <summary>SHA-256 of its UTF-8 bytes, in 64 lower-case hexadecimal digits.</summary>
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
