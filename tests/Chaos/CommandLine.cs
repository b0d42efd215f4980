using System.Globalization;
using Streaming.Chaos.Faults;
using Streaming.Chaos.Runs;
using Streaming.Support;

namespace Streaming.Chaos;

/// <summary>What the program was asked to do.</summary>
/// <param name="Measure">Null: a run with faults; else what is measured.</param>
/// <param name="Times">How often.</param>
/// <param name="JsonFile">Gets the report for programs.</param>
internal sealed record CommandLine(ChaosOptions Options, string? Measure, int Times, string? JsonFile)
{
    public const string Usage =
        """
        usage: chaos [--minutes M | --seconds S] [--seed N] [--nodes 3] [--clients 50] [--rooms 20] [--rate 150]
                     [--faults KIND,KIND] [--json FILE] [--node FILE]
               chaos --measure takeover|handover [--times 20] [--json FILE] [--node FILE]
        """;

    /// <returns>Null when it cannot be understood.</returns>
    public static CommandLine? Parse(string[] arguments)
    {
        var options = new ChaosOptions { Folder = Checkout.PathOf("artifacts", "chaos"), Seed = Environment.TickCount & 0xFFFF };
        var asked = new CommandLine(options, Measure: null, Times: 20, JsonFile: null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || asked.With(arguments[i], arguments[i + 1]) is not { } more)
                return null;
            asked = more;
        }

        return asked;
    }

    private CommandLine? With(string name, string value)
    {
        bool isNumber = double.TryParse(value, CultureInfo.InvariantCulture, out double number) && number > 0;
        return name switch
        {
            "--minutes" when isNumber => this with { Options = Options with { Duration = TimeSpan.FromMinutes(number) } },
            "--seconds" when isNumber => this with { Options = Options with { Duration = TimeSpan.FromSeconds(number) } },
            "--seed" when isNumber => this with { Options = Options with { Seed = (int)number } },
            "--nodes" when isNumber => this with { Options = Options with { Nodes = (int)number } },
            "--clients" when isNumber => this with { Options = Options with { Clients = (int)number } },
            "--rooms" when isNumber => this with { Options = Options with { Rooms = (int)number } },
            "--rate" when isNumber => this with { Options = Options with { Rate = number } },
            "--times" when isNumber => this with { Times = (int)number },
            "--faults" when value.Split(',') is var kinds && kinds.All(FaultPlan.Kinds.Contains) => this with { Options = Options with { Faults = kinds } },
            "--measure" when value is "takeover" or "handover" => this with { Measure = value },
            "--json" => this with { JsonFile = value },
            "--node" => this with { Options = Options with { Program = Path.GetFullPath(value) } },
            _ => null,
        };
    }
}
