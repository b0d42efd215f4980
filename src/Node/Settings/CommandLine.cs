namespace Streaming.Node.Settings;

/// <summary>The command line, taken apart: a verb or none, and settings as <c>--key=value</c> or <c>--key value</c>.</summary>
/// <param name="Verb">The words before the first option: empty, or <c>config check</c>.</param>
/// <param name="ConfigFile">The file named by <c>--config</c>.</param>
/// <param name="Values">The other options, by key.</param>
internal sealed record CommandLine(string Verb, string? ConfigFile, IReadOnlyDictionary<string, string> Values)
{
    private const string ConfigOption = "config";

    public SettingLayer Layer => new(Values, static key => $"command line --{key}");

    public static CommandLine Parse(IReadOnlyList<string> arguments, ICollection<SettingFault> faults)
    {
        var words = arguments.TakeWhile(static argument => !argument.StartsWith('-')).ToList();
        var values = SettingLayer.NewValues();
        for (int i = words.Count; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
            {
                faults.Add(new SettingFault(argument, null, "the command line", "there is no such option; see --help"));
                continue;
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                values[argument[2..equals]] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                values[argument[2..]] = arguments[++i];
            else
                faults.Add(new SettingFault(argument, null, "the command line", "must be followed by its value"));
        }

        values.Remove(ConfigOption, out string? file);
        return new CommandLine(string.Join(' ', words), file, values);
    }
}
