using System.Globalization;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers;

/// <summary>What to measure. Everything is bounded, so a run ends by itself.</summary>
internal sealed record PeerOptions
{
    public const string Usage = """
        usage: peers [--scenario NAME,…] [--peer NAME,…] [options]

          --rounds N       of each scenario, in which the servers take turns (3)
          --seconds S      of each measurement (5)           --warm-up S   before it, not counted (3)
          --size BYTES     of a message's payload (200)      --out FOLDER  for peers.json and peers.svg
          --idle-seconds S of what is done to nobody, for s3 and cost (30)  --minutes M  of soak (20)
          --in-flight N,…  messages a room, for s6 (1,16)    --deadline S  after which everything is broken off (7200)

        Without names: all that are not long, against all servers. Exit code 1: something was lost, doubled, reordered or refused.
        """;

    /// <summary>Null: all that are not long.</summary>
    public IReadOnlyList<string>? Scenarios { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlyList<string>? Peers { get; init; }

    public int Rounds { get; init; } = 3;

    public int Seconds { get; init; } = 5;

    public int IdleSeconds { get; init; } = 30;

    public int Minutes { get; init; } = 20;

    public int WarmUp { get; init; } = 3;

    public int Size { get; init; } = 200;

    public IReadOnlyList<int> InFlight { get; init; } = [1, 16];

    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How many files this process, and each server, may have open.</summary>
    public int OpenFiles { get; init; }

    public string Out { get; init; } = "";

    public PeerPlaces Places { get; init; } = new("", "", "", "");

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
        "--scenario" => this with { Scenarios = value.Split(',') },
        "--peer" => this with { Peers = value.Split(',') },
        "--rounds" => this with { Rounds = Number(value) },
        "--seconds" => this with { Seconds = Number(value) },
        "--warm-up" => this with { WarmUp = Number(value) },
        "--idle-seconds" => this with { IdleSeconds = Number(value) },
        "--minutes" => this with { Minutes = Number(value) },
        "--size" => this with { Size = Number(value) },
        "--in-flight" => this with { InFlight = [.. value.Split(',').Select(Number)] },
        "--deadline" => this with { Deadline = TimeSpan.FromSeconds(Number(value)) },
        "--out" => this with { Out = Path.GetFullPath(value) },
        "--node" => this with { Places = Places with { Node = Path.GetFullPath(value) } },
        "--limit" => this with { Places = Places with { Limit = Path.GetFullPath(value) } },
        "--node-js" => this with { Places = Places with { NodeJs = Path.GetFullPath(value) } },
        "--asp-net-core" => this with { Places = Places with { AspNetCore = Path.GetFullPath(value) } },
        _ => throw new FormatException($"There is no option '{name}'."),
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"A number is meant, not '{text}'.");
}
