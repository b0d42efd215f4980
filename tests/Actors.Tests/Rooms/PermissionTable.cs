using System.Text.RegularExpressions;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>What docs/permissions.md says, table by table.</summary>
internal sealed class PermissionTable
{
    public const string Ordinary = "An ordinary room";
    private const string AsOrdinary = "=";

    private readonly Dictionary<string, List<Row>> _rows = [];

    private PermissionTable()
    {
    }

    public static PermissionTable Read()
    {
        var table = new PermissionTable();
        string circumstance = "";
        string[] roles = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "permissions.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                circumstance = line[3..];
            if (!line.StartsWith("| ", StringComparison.Ordinal) || circumstance.Length == 0)
                continue;

            string[] cells = [.. line.Trim('|').Split('|').Select(static cell => cell.Trim())];
            if (cells[0] == "operation")
                (roles, table._rows[circumstance]) = (cells[1..], []);
            else
                table._rows[circumstance].Add(new Row(cells[0].Split(", "), roles.Zip(cells[1..]).ToDictionary(one => one.First, one => one.Second)));
        }

        return table;
    }

    public IEnumerable<string> Circumstances => _rows.Keys;

    public IEnumerable<string> Operations => _rows[Ordinary].SelectMany(static row => row.Operations);

    public IEnumerable<string> RolesIn(string circumstance) => _rows[circumstance].First().Answers.Keys;

    /// <summary>Rows that name no operation: somebody mistyped one.</summary>
    public IEnumerable<string> Idle(IReadOnlyCollection<string> operations) =>
        _rows.Values.SelectMany(static rows => rows).SelectMany(static row => row.Operations).Where(name => !operations.Any(one => Matches(one, name)));

    /// <summary>What the table of the circumstance says of it, else that of an ordinary room.</summary>
    public string Answer(string circumstance, string operation, string role)
    {
        // The last row that names it, so that exceptions can follow a rule.
        Row? row = _rows[circumstance].LastOrDefault(one => one.Operations.Any(name => Matches(operation, name)));
        return row is not null && row.Answers[role] != AsOrdinary
            ? row.Answers[role]
            : _rows[Ordinary].Single(one => one.Operations.Contains(operation)).Answers[role];
    }

    private static bool Matches(string operation, string name) =>
        Regex.IsMatch(operation, $"^{Regex.Escape(name).Replace("\\*", ".*", StringComparison.Ordinal)}$");

    private sealed record Row(string[] Operations, Dictionary<string, string> Answers);
}
