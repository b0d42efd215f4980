using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>room tail</c>.</summary>
internal sealed class RoomTail : ClusterCommand
{
    private const int Page = 200;
    private const string TimeFormat = "MM-dd HH:mm:ss.fff";
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(500);

    private readonly Argument<string> _room = new("ROOM") { Description = "The room's id" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what comes, until Ctrl-C" };
    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = $"How many to begin with, at most {Page}", HelpName = "N", DefaultValueFactory = static _ => 20,
    };

    /// <summary>The longest user id so far: what follows stands below what came before.</summary>
    private int _userWidth;

    public RoomTail(CommonOptions common, Terminal terminal)
        : base("tail", "The last entries of a room's log", common, terminal)
    {
        Arguments.Add(_room);
        Options.Add(_lines);
        Options.Add(_follow);
        _lines.Within(1, Page);
    }

    protected override async Task<int> RunAsync(Invocation run)
    {
        string path = $"rooms/{Invocation.Escape(run.Value(_room))}/log";
        var tail = (await run.GetAsync<LogTail>($"{path}?limit={Text(run.Value(_lines))}")).Value;
        Show(run, tail);
        long position = tail.Head;
        while (run.Value(_follow))
        {
            await run.WaitAsync(FollowInterval);
            var next = (await run.GetAsync<LogTail>($"{path}?after={Text(position)}&limit={Text(Page)}")).Value;
            if (next.Epoch != tail.Epoch)
                run.Terminal.Remark($"the log goes on under another epoch, {next.Epoch}, from {Text(next.Head + 1)}");

            Show(run, next);
            // Under another epoch it may end before where we were.
            position = next.Entries.Count > 0 ? next.Entries[^1].GetProperty("seq").GetInt64() : Math.Min(position, next.Head);
            tail = next;
        }

        return ExitCode.Ok;
    }

    private void Show(Invocation run, LogTail tail)
    {
        foreach (var entry in tail.Entries)
            _userWidth = Math.Max(_userWidth, Word(entry, "user_id")?.Length ?? 0);

        foreach (var entry in tail.Entries)
        {
            if (run.Json)
                run.Terminal.WriteLine(entry);
            else
                Show(run.Terminal, entry, Text(tail.Head).Length);
        }
    }

    /// <summary>One line an entry: seq, time, type, who, what.</summary>
    private void Show(Terminal terminal, JsonElement entry, int digits)
    {
        string seq = Text(entry.GetProperty("seq").GetInt64()).PadLeft(digits);
        string time = Time(entry.GetProperty("timestamp").GetDateTimeOffset());
        string type = Word(entry, "event") ?? Word(entry, "type") ?? "?";
        string user = Word(entry, "user_id") ?? Looks.Nothing;
        string data = entry.TryGetProperty("data", out var written) ? written.GetRawText() : "";
        string line = Printable.Of($"{seq}  {time}  {type,-7}  {user.PadRight(_userWidth)}  {Squeeze(data)}").TrimEnd();

        // In a terminal a line an entry; the rest of a long one is for pipes and --json.
        int width = terminal.Console.Profile.Width;
        terminal.Line(terminal.IsInteractive && line.Length > width ? string.Concat(line.AsSpan(0, width - 1), "…") : line);
    }

    // An entry that cannot be read tells no time either.
    private static string Time(DateTimeOffset moment) => moment.Year == 1
        ? Looks.Nothing.PadRight(TimeFormat.Length)
        : moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string? Word(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Data is carried through byte for byte, with the line breaks that its sender put between its parts.
    private static string Squeeze(string data) => data.Contains('\n') || data.Contains('\r') ? data.ReplaceLineEndings(" ") : data;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
