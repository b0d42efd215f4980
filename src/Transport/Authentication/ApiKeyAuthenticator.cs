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
        return Admit(found.Principal);
    }

    /// <summary>
    /// What the key file says now of a principal that an API key vouched for earlier: the key may be gone, or be another's or stand for less by now.
    /// One that no API key vouched for stays as it is.
    /// </summary>
    public AuthOutcome Confirm(Principal earlier)
    {
        if (earlier.KeyHash is null)
            return new AuthOutcome.Authenticated(earlier);
        // No secret is compared here: the hash is in the file, and who asks has shown the key before.
        var found = entries.FirstOrDefault(entry => entry.Principal.KeyHash == earlier.KeyHash)?.Principal;
        if (found is null || found.UserId != earlier.UserId)
            return new AuthOutcome.Rejected(Rejection.UnknownKey, "the API key is not valid any more");
        return Admit(found with { ExpiresAt = Limited(found, earlier), Login = earlier.Login });
    }

    private AuthOutcome Admit(Principal principal) => principal.ExpiresAt <= time.GetUtcNow()
        ? new AuthOutcome.Rejected(Rejection.Expired, "the API key has expired")
        : new AuthOutcome.Authenticated(principal);

    // A login has an end of its own. Else the key may have been given a longer life by now.
    private static DateTimeOffset? Limited(Principal found, Principal earlier) =>
        earlier.Login is not null && (found.ExpiresAt is null || earlier.ExpiresAt < found.ExpiresAt) ? earlier.ExpiresAt : found.ExpiresAt;
}
