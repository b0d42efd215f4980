using Streaming.Node.Settings;

namespace Streaming.Node.Verbs;

/// <summary>What the program does besides being a node.</summary>
internal static class VerbTable
{
    private static readonly Dictionary<string, Func<string[], int>> Verbs = new(StringComparer.Ordinal)
    {
        ["config check"] = ConfigVerbs.Check,
        ["config show"] = ConfigVerbs.Show,
        ["config docs"] = static _ => ConfigVerbs.Docs(),
        ["token"] = TokenVerb.Make,
        ["apikey"] = ApiKeyVerb.Make,
        ["health"] = HealthVerb.Ask,
    };

    /// <summary>Null when a node is to be started.</summary>
    public static Func<string[], int>? Find(string[] arguments)
    {
        if (arguments.Any(static argument => argument is "--help" or "-h" or "-?" or "help"))
            return static _ => Help.Print(Console.Out);
        if (arguments.Contains("--version"))
            return static _ => Version();
        string words = CommandLine.Parse(arguments, []).Verb;
        if (words.Length == 0)
            return null;
        return Verbs.GetValueOrDefault(words) ?? (_ => Unknown(words));
    }

    private static int Version()
    {
        Console.Out.WriteLine(NodeVersion.Text);
        return ExitCode.Ok;
    }

    private static int Unknown(string words)
    {
        Console.Error.WriteLine($"\"{words}\" is no verb; see --help");
        return ExitCode.Refused;
    }
}
