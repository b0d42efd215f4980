using Streaming.Actors.Limits;

namespace Streaming.Transport.Throttles;

/// <summary>One limit that a message is counted against.</summary>
internal readonly record struct Charge(LimitKey Key, RateLimit Limit, ThrottleScope Scope);
