using System.Collections;

namespace Streaming.Node.Settings;

/// <summary>
/// Environment variables, in rising order: those of ASP.NET Core by their prefix, the short names, and
/// <c>Streaming__Limits__MaxMessageSize</c> with its like.
/// </summary>
internal static class EnvironmentLayers
{
    private const string Separator = "__";

    private static readonly string[] HostPrefixes = ["DOTNET_", "ASPNETCORE_"];

    public static IEnumerable<SettingLayer> Read(
        IReadOnlyDictionary<string, string> environment, string defaultHost, ICollection<SettingFault> faults)
    {
        foreach (string prefix in HostPrefixes)
        {
            yield return Layer(environment
                .Where(variable => variable.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(variable => (Key: variable.Key[prefix.Length..], variable.Key, variable.Value)));
        }

        yield return ShortNames(environment, defaultHost, faults);
        yield return Layer(environment
            .Where(static variable => variable.Key.Contains(Separator, StringComparison.Ordinal))
            .Select(static variable => (variable.Key, variable.Key, variable.Value)));
    }

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "");

    private static SettingLayer ShortNames(
        IReadOnlyDictionary<string, string> environment, string defaultHost, ICollection<SettingFault> faults)
    {
        var values = SettingLayer.NewValues();
        var names = SettingLayer.NewValues();
        UnsupportedVariable.FindSet(environment, faults);
        foreach (var shortName in ShortName.All)
        {
            // Container set-ups pass variables on that are empty; those mean nothing.
            if (!environment.TryGetValue(shortName.Variable, out string? text) || text.Length == 0)
                continue;
            if (shortName.Read(text, defaultHost) is not { } value)
            {
                string? shown = shortName.IsSecret ? null : text;
                faults.Add(new SettingFault(shortName.Key, shown, Variable(shortName.Variable), shortName.Allowed));
                continue;
            }

            values[shortName.Key] = value;
            names[shortName.Key] = shortName.Variable;
        }

        return new SettingLayer(values, key => Variable(names[key]));
    }

    private static SettingLayer Layer(IEnumerable<(string Key, string Variable, string Value)> variables)
    {
        var values = SettingLayer.NewValues();
        var names = SettingLayer.NewValues();
        foreach (var (name, variable, value) in variables)
        {
            string key = name.Replace(Separator, ":", StringComparison.Ordinal);
            values[key] = value;
            names[key] = variable;
        }

        return new SettingLayer(values, key => Variable(names[key]));
    }

    private static string Variable(string name) =>
        "environment variable " + name;
}
