using System.Globalization;

namespace Streaming.Benchmarks.Load;

/// <summary>What to put on which server. Everything is bounded, so a run ends by itself.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        usage: load --url http://HOST:PORT [--server-pid PID] [--scenario idle,fanout,rooms,rtt] [options]

          --seconds N      of each measurement (5)            --json FILE    the figures, for machines
          --size BYTES     of a message's text (200)          --deadline S   after which everything is broken off (300)
          --half-open N    handshakes meanwhile that never end, by another process (0)

          idle    connections that only listen, first:        --connections N (2000)
          fanout  one room, one publisher:                    --listeners N (500)  --window MESSAGES (32)  --rate PER_SECOND (0: as the window lets)
          rooms   many small rooms, all members publish:      --rooms N (100)  --members N (5)  --member-rate PER_SECOND (1)
          rtt     one connection, one message at a time

        The server's limits have to be off: --Streaming:RateLimitEnabled=false --Streaming:Limits:MaxConnectionsPerUser=0 and so on.
        Exit code 1: something was lost, doubled, reordered or refused.
        """;

    public required Uri Url { get; init; }

    public int? ServerPid { get; init; }

    public IReadOnlyList<string> Scenarios { get; init; } = Scenario.AllNames;

    public int Seconds { get; init; } = 5;

    public int Size { get; init; } = 200;

    public int Listeners { get; init; } = 500;

    public int Window { get; init; } = 32;

    public int Rate { get; init; }

    public int Rooms { get; init; } = 100;

    public int Members { get; init; } = 5;

    public double MemberRate { get; init; } = 1;

    public int Connections { get; init; } = 2_000;

    public int HalfOpen { get; init; }

    public string? JsonFile { get; init; }

    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    public static LoadOptions? Parse(string[] args, out string problem)
    {
        var given = new Dictionary<string, string>();
        for (int i = 0; i + 1 < args.Length; i += 2)
            given[args[i]] = args[i + 1];

        problem = "";
        try
        {
            if (args.Length % 2 != 0)
                throw new FormatException("Each option is followed by its value.");

            var options = new LoadOptions
            {
                Url = new Uri(given.Remove("--url", out string? url) ? url : throw new FormatException("--url is missing.")),
                ServerPid = given.Remove("--server-pid", out string? pid) ? Number("--server-pid", pid) : null,
                JsonFile = given.Remove("--json", out string? file) ? file : null,
                Scenarios = given.Remove("--scenario", out string? names) ? names.Split(',') : Scenario.AllNames,
                Seconds = Take("--seconds", 5),
                Size = Take("--size", 200),
                Listeners = Take("--listeners", 500),
                Window = Take("--window", 32),
                Rate = Take("--rate", 0),
                Rooms = Take("--rooms", 100),
                Members = Take("--members", 5),
                MemberRate = given.Remove("--member-rate", out string? rate) ? double.Parse(rate, CultureInfo.InvariantCulture) : 1,
                Connections = Take("--connections", 2_000),
                HalfOpen = Take("--half-open", 0),
                Deadline = TimeSpan.FromSeconds(Take("--deadline", 300)),
            };
            if (options.Scenarios.Except(Scenario.AllNames).FirstOrDefault() is { } strange)
                throw new FormatException($"There is no scenario '{strange}'.");
            return given.Count == 0 ? options : throw new FormatException($"There is no option '{given.Keys.First()}'.");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            problem = e.Message;
            return null;
        }

        int Take(string name, int fallback) => given.Remove(name, out string? text) ? Number(name, text) : fallback;

        static int Number(string name, string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw new FormatException($"{name} is a number, not '{text}'.");
    }
}
