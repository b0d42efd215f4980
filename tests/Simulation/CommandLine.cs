using System.Globalization;
using System.Numerics;

namespace Streaming.Simulation;

/// <summary>What the program was asked to do.</summary>
/// <param name="Seeds">How many seeds to run, from <paramref name="Start"/> on.</param>
/// <param name="Verbose">Prints the trace of every run.</param>
internal sealed record CommandLine(int Seeds, ulong Start, bool Verbose)
{
    public const string Usage = "usage: simulate [--seeds N] [--start S] [--verbose]";

    /// <returns>Null when it cannot be understood.</returns>
    public static CommandLine? Parse(ReadOnlySpan<string> arguments)
    {
        var asked = new CommandLine(Seeds: 1000, Start: 1, Verbose: false);
        for (int i = 0; i < arguments.Length; i++)
        {
            bool hasValue = i + 1 < arguments.Length;
            if (arguments[i] == "--verbose")
                asked = asked with { Verbose = true };
            else if (arguments[i] == "--seeds" && hasValue && TryParse(arguments[++i], out int seeds) && seeds > 0)
                asked = asked with { Seeds = seeds };
            else if (arguments[i] == "--start" && hasValue && TryParse(arguments[++i], out ulong start))
                asked = asked with { Start = start };
            else
                return null;
        }

        return asked;
    }

    private static bool TryParse<T>(string text, out T value)
        where T : struct, IBinaryInteger<T> => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
