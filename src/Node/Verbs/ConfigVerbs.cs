using Streaming.Node.Settings;

namespace Streaming.Node.Verbs;

/// <summary><c>config check</c>, <c>config show</c> and <c>config docs</c>.</summary>
internal static class ConfigVerbs
{
    private const string Masked = "(secret)";

    public static int Check(string[] arguments)
    {
        var settings = Load(arguments);
        if (settings.Faults.Count > 0)
            return Refusal.Print(settings.Faults);
        Console.Out.WriteLine($"the settings are good: {settings.Sources.Count} set, the others at their defaults for {settings.EnvironmentName}");
        return ExitCode.Ok;
    }

    /// <summary>One line a setting, in the form in which it could be given on the command line.</summary>
    public static int Show(string[] arguments)
    {
        var settings = Load(arguments);
        foreach (var setting in SettingCatalogue.All.Concat(WebhookSettings.AllOf(settings.Options)))
        {
            string value = setting.Show(settings.Options);
            string shown = value.Length == 0 ? value : setting.Mask(value) ?? Masked;
            string source = settings.Sources.GetValueOrDefault(setting.Key) ?? NodeSettings.Default;
            Console.Out.WriteLine($"{SettingCatalogue.Section}:{setting.Key}={shown}  # {source}");
        }

        return settings.Faults.Count > 0 ? Refusal.Print(settings.Faults) : ExitCode.Ok;
    }

    public static int Docs()
    {
        Console.Out.Write(SettingDocs.Write());
        return ExitCode.Ok;
    }

    private static NodeSettings Load(string[] arguments) =>
        NodeSettings.Load(arguments, EnvironmentLayers.OfThisProcess());
}
