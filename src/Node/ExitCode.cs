namespace Streaming.Node;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A bug, or something the machine did.</summary>
    public const int Failed = 1;

    /// <summary>The start was refused: a setting is wrong, or the address is taken. Each reason is one line on stderr.</summary>
    public const int Refused = 2;
}
