using Streaming.Actors.Logs;

namespace Streaming.Actors.Mailboxes;

/// <summary>How an append ended; a failure means that its outcome is unknown.</summary>
internal readonly record struct AppendOutcome(AppendResult Result, Exception? Failure);
