namespace Streaming.Cli;

/// <summary>Ends the command with one line on stderr; caught in one place, where every command is run.</summary>
internal sealed class FailedException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode => exitCode;
}
