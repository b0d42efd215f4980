using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Actors.Ids;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// The setting <c>Validation:Schemas</c>: a JSON file, or a folder with a <c>schemas.json</c>:
/// <code>
/// { "schemas": [ { "rooms": ["orders.*"], "schema": "order.json" },
///                { "channels": ["prices.*"], "content_type": "application/vnd.price+json", "schema": "price.json" },
///                { "rooms": ["free"], "schema": null } ] }
/// </code>
/// The schemas are files of the same folder. The first line that matches a message counts.
/// </summary>
internal static class SchemaFiles
{
    private const string Setting = "Validation:Schemas";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A misspelt "rooms" would make a rule hold everywhere.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>What to look at for changes: the list, and every JSON file beside it.</summary>
    public static IReadOnlyList<string> Paths(StreamingOptions options)
    {
        if (options.Validation.Schemas is not { } path)
            return [];
        string list = ListAt(path);
        try
        {
            return [list, .. Directory.EnumerateFiles(FolderOf(list), "*.json").Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return [list];
        }
    }

    /// <summary>Reads all of it, and adds what is wrong to <paramref name="problems"/>.</summary>
    public static SchemaRules Read(StreamingOptions options, ICollection<SettingProblem> problems)
    {
        if (options.Validation.Schemas is not { } path)
            return SchemaRules.None;
        string list = ListAt(path), file = list;
        try
        {
            var lines = JsonSerializer.Deserialize<List>(File.ReadAllText(list), Strict)?.Schemas ?? [];
            var schemas = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
            var rules = new List<SchemaRule>();
            foreach (var line in lines)
            {
                SchemaNode? schema = null;
                if (line.Schema is { } name && !schemas.TryGetValue(name, out schema))
                {
                    file = FileOf(list, name);
                    using var json = JsonDocument.Parse(File.ReadAllText(file), Lenient);
                    schema = schemas[name] = SchemaCompiler.Compile(json.RootElement);
                }

                file = list;
                rules.Add(new SchemaRule(Patterns(line.Rooms), Patterns(line.Channels), line.ContentType, schema));
            }

            return new SchemaRules(rules);
        }
        catch (JsonException exception)
        {
            problems.Add(new SettingProblem(Setting, file, $"must hold what docs/validators.md says, in JSON; line {exception.LineNumber + 1} does not fit"));
        }
        catch (SchemaFault fault)
        {
            problems.Add(new SettingProblem(Setting, file, $"must be usable; {fault.Message}"));
        }
        catch (InvalidOperationException)
        {
            // Valid JSON, which can be read but as text.
            problems.Add(new SettingProblem(Setting, file, "must be text throughout; it holds half of a surrogate pair (\\ud800 to \\udfff) by itself"));
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            problems.Add(new SettingProblem(Setting, file, "must name a readable file, or a folder with a schemas.json"));
        }

        return SchemaRules.None;
    }

    private static string ListAt(string path) => Directory.Exists(path) ? Path.Combine(path, "schemas.json") : path;

    private static string FolderOf(string list) => Path.GetDirectoryName(Path.GetFullPath(list)) ?? ".";

    private static string FileOf(string list, string name) => name == Path.GetFileName(name)
        ? Path.Combine(FolderOf(list), name)
        : throw new SchemaFault(name, "is no file of the same folder");

    private static NamePattern[] Patterns(IReadOnlyList<string>? texts) => [.. (texts ?? []).Select(static text =>
        NamePattern.TryParse(text, out var pattern) ? pattern : throw new SchemaFault(text, "is no id, and no beginning of ids followed by *"))];

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;

    private sealed record List(IReadOnlyList<Line>? Schemas);

    // The schema is named in any case, though it may be null: leaving it out is a mistake.
    private sealed record Line(
        IReadOnlyList<string>? Rooms, IReadOnlyList<string>? Channels, string? ContentType, [property: JsonRequired] string? Schema);
}
