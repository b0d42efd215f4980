using System.Globalization;

namespace Streaming.Benchmarks.Peers;

/// <summary>What to measure. Everything is bounded, so a run ends by itself.</summary>
internal sealed record PeerOptions
{
    public const string Usage = """
        usage: peers [--scenario delivery,append] [options]

          --seconds N      of each measurement (5)            --node FILE    a Streaming.Node.dll (the one built in Release)
          --size BYTES     of a message's text (200)          --deadline S   after which everything is broken off (300)

          delivery  publishers on one node, listeners on another:   --rate PER_SECOND of all together (1000)  --rooms N (50)
          append    one node's rooms against a pipelined XADD:      --append-rooms N (200)  --in-flight N,… messages a room (1,16)
                                                                    --rounds N of each, by turns (3)

        Exit code 1: something was lost, doubled, reordered or refused.
        """;

    private static readonly string[] AllScenarios = ["delivery", "append"];

    public IReadOnlyList<string> Scenarios { get; init; } = AllScenarios;

    public int Seconds { get; init; } = 5;

    public int Size { get; init; } = 200;

    public int Rate { get; init; } = 1000;

    public int Rooms { get; init; } = 50;

    public int AppendRooms { get; init; } = 200;

    public IReadOnlyList<int> InFlight { get; init; } = [1, 16];

    public int Rounds { get; init; } = 3;

    public string? Node { get; init; }

    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    public static PeerOptions? Parse(string[] args, out string problem)
    {
        var options = new PeerOptions();
        problem = "";
        try
        {
            if (args.Length % 2 != 0)
                throw new FormatException("Each option is followed by its value.");
            for (int i = 0; i < args.Length; i += 2)
                options = options.With(args[i], args[i + 1]);
            return options;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            problem = e.Message;
            return null;
        }
    }

    private PeerOptions With(string name, string value) => name switch
    {
        "--scenario" => this with { Scenarios = ScenariosOf(value) },
        "--seconds" => this with { Seconds = Number(value) },
        "--size" => this with { Size = Number(value) },
        "--rate" => this with { Rate = Number(value) },
        "--rooms" => this with { Rooms = Number(value) },
        "--append-rooms" => this with { AppendRooms = Number(value) },
        "--in-flight" => this with { InFlight = [.. value.Split(',').Select(Number)] },
        "--rounds" => this with { Rounds = Number(value) },
        "--node" => this with { Node = Path.GetFullPath(value) },
        "--deadline" => this with { Deadline = TimeSpan.FromSeconds(Number(value)) },
        _ => throw new FormatException($"There is no option '{name}'."),
    };

    private static string[] ScenariosOf(string names) =>
        names.Split(',') is var all && all.Except(AllScenarios).FirstOrDefault() is { } strange
            ? throw new FormatException($"There is no scenario '{strange}'.")
            : all;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"A number is meant, not '{text}'.");
}
