using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>A channel or pattern of a resumed session, and how coming back to it went.</summary>
public sealed record ResumedChannel(NamePattern Name, SubscribeOutcome Outcome);
