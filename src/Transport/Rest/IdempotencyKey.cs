using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Rest;

/// <summary>The header by which a client names what it asks for, so that it can ask again: the request id of a message over WebSocket.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>Null: the client gave none.</summary>
    /// <param name="problem">What is wrong, as a sentence for the sender; null if nothing is.</param>
    public static RequestId? Read(HttpRequest request, out string? problem)
    {
        problem = null;
        if (request.Headers[Header] is not { Count: > 0 } keys)
            return null;
        if (keys.Count == 1 && RequestId.TryParse(keys[0], out var key))
            return key;
        problem = $"{Header} must be 1 to {IdSyntax.MaxRequestLength} characters";
        return null;
    }

    /// <summary>
    /// Another id that follows from a request's, for what it does besides: the same for the same request of the same user, and for no other.
    /// Made of 26 characters that any id may have.
    /// </summary>
    /// <param name="purpose">What it is for.</param>
    public static string Derive(RestCall call, string purpose)
    {
        // No user's id holds a line break; a key may.
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{call.By}\n{call.Request}"));
        return Convert.ToHexStringLower(digest.AsSpan(0, 13));
    }
}
