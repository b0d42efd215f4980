using Streaming.Node.Settings;

namespace Streaming.Node.Verbs;

/// <summary>The options of one verb, taken apart from the settings that stand beside them on the command line.</summary>
internal sealed class VerbOptions
{
    private readonly Dictionary<string, string> _own;

    /// <param name="own">What the verb's own options are called.</param>
    public VerbOptions(string[] arguments, params string[] own)
    {
        var line = CommandLine.Parse(arguments, []);
        _own = line.Values.Where(one => own.Contains(one.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        Rest =
        [
            .. line.Values.Where(one => !own.Contains(one.Key)).Select(static one => $"--{one.Key}={one.Value}"),
            .. line.ConfigFile is { } file ? new[] { $"--config={file}" } : [],
        ];
    }

    /// <summary>The settings.</summary>
    public string[] Rest { get; }

    public string? this[string name] => _own.GetValueOrDefault(name);
}
