using Streaming.Actors.Time;

namespace Streaming.Actors.Ids;

/// <summary>Makes new ids from injected randomness: Crockford base32, 13 characters for 64 bits.</summary>
public sealed class IdSource(IEntropy entropy)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int CharactersPer64Bits = 13;

    public ConnectionId NextConnection() => new(Next());

    public SessionId NextSession() => new(Next());

    public Epoch NextEpoch() => new(Next());

    /// <summary>A guest's user id: recognisable, and not guessable.</summary>
    public UserId NextGuest() => new("guest-" + Next());

    /// <summary>128 bits: knowing a token is all that a resume asks of a guest.</summary>
    public string NextToken() => Next() + Next();

    /// <summary>16 characters, and 79 bits: whoever knows an invite's code may come in.</summary>
    public string NextInvite() => Next() + Next()[^3..];

    /// <summary>Leads from the <c>internal</c> error that a client was told to the log line about it.</summary>
    public string NextTrace() => Next();

    private string Next() => string.Create(CharactersPer64Bits, entropy.NextUInt64(), static (text, bits) =>
    {
        for (int i = text.Length - 1; i >= 0; i--, bits >>= 5)
            text[i] = Alphabet[(int)(bits & 31)];
    });
}
