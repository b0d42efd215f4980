namespace Streaming.Transport.Pipeline;

/// <summary>Why a message's content may not pass.</summary>
/// <param name="Code">For programs, in capitals and underscores (<c>LENGTH_MAX</c>); what <c>reason</c> says in the error.</param>
/// <param name="Message">A sentence for the sender, which never repeats content.</param>
public readonly record struct ContentProblem(string Code, string Message);
