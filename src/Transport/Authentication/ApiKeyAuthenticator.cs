using System.Security.Cryptography;
using System.Text;

namespace Streaming.Transport.Authentication;

/// <summary>Looks an API key up by its hash.</summary>
internal sealed class ApiKeyAuthenticator(IReadOnlyList<ApiKeyEntry> entries, TimeProvider time)
{
    /// <summary>Keys are 64 characters or so; what is far longer is not one, and is not worth hashing.</summary>
    private const int MaxLength = 256;

    public AuthOutcome Authenticate(string key)
    {
        if (key.Length is 0 or > MaxLength)
            return new AuthOutcome.Rejected(Rejection.Malformed, "this is not an API key");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);

        // Every entry is compared to the end, so that the time taken says nothing about how near a guess was.
        ApiKeyEntry? found = null;
        foreach (var entry in entries)
        {
            if (CryptographicOperations.FixedTimeEquals(entry.Hash.Span, hash))
                found = entry;
        }

        if (found is null)
            return new AuthOutcome.Rejected(Rejection.UnknownKey, "unknown API key");
        return found.Principal.ExpiresAt <= time.GetUtcNow()
            ? new AuthOutcome.Rejected(Rejection.Expired, "the API key has expired")
            : new AuthOutcome.Authenticated(found.Principal);
    }
}
