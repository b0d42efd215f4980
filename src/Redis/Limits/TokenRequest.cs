namespace Streaming.Redis.Limits;

/// <summary>What a node asks Redis for.</summary>
/// <param name="Need">Tokens that are waited for.</param>
/// <param name="Ahead">Tokens that it would have beyond them.</param>
/// <param name="Left">Tokens that it was granted ahead and has not spent: they come back as far as Redis still knows of them.</param>
/// <param name="Unwanted">Tokens that it had asked for and gives back.</param>
/// <param name="UnwantedFor">How long ago the first of these was given back.</param>
internal readonly record struct TokenRequest(int Need, int Ahead, int Left, int Unwanted, TimeSpan UnwantedFor);

/// <summary>What Redis has granted.</summary>
/// <param name="Tokens">Of all kinds.</param>
/// <param name="Wait">If these are fewer than were needed: how long until there is one more.</param>
internal readonly record struct TokenGrant(int Tokens, TimeSpan Wait);
