using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Support;

/// <summary>Tokens that a node takes whose <c>JWT_SECRET</c> is <see cref="Secret"/>.</summary>
public static class Tokens
{
    public const string Secret = "a secret of thirty-two characters";

    /// <summary>Good until 2100.</summary>
    /// <param name="scope">Words with spaces between them.</param>
    public static string For(string user, string scope = "")
    {
        string input = Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode($$"""{"sub":"{{user}}","exp":4102444800,"scope":"{{scope}}"}""");
        return input + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(input)));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
