namespace Streaming.Redis.Limits;

/// <summary>What a node asks Redis for.</summary>
/// <param name="Need">Tokens that are waited for.</param>
/// <param name="Ahead">Tokens that it would have beyond them.</param>
/// <param name="Back">Tokens that it was granted and has not spent.</param>
internal readonly record struct TokenRequest(int Need, int Ahead, int Back);

/// <summary>What Redis has granted.</summary>
/// <param name="Tokens">Of all kinds.</param>
/// <param name="Wait">If these are fewer than were needed: how long until there is one more.</param>
internal readonly record struct TokenGrant(int Tokens, TimeSpan Wait);
