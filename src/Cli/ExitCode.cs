namespace Streaming.Cli;

/// <summary>What the command says when it ends: one meaning each, so that scripts need not read text. docs/streamctl.md lists them.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was done, and what was looked at is not as it should be.</summary>
    public const int Wrong = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>No node answers at the address, or not in time.</summary>
    public const int Unreachable = 3;

    /// <summary>No credentials, bad ones, or ones without the scope.</summary>
    public const int NotAllowed = 4;

    /// <summary>There is no such room, node or session.</summary>
    public const int NotFound = 5;

    /// <summary>The node refused, or failed.</summary>
    public const int Refused = 6;

    /// <summary>Ctrl-C, as a shell reports it.</summary>
    public const int Interrupted = 130;
}
