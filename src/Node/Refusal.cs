using Streaming.Node.Settings;

namespace Streaming.Node;

/// <summary>A start that is refused: one line a reason on stderr, and the exit code for it.</summary>
internal static class Refusal
{
    public static int Print(IEnumerable<SettingFault> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        return ExitCode.Refused;
    }
}
