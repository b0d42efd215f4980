using System.Text;
using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Settings;

/// <summary>The tables of docs/configuration.md.</summary>
internal static class SettingDocs
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("| key | default | allowed | what it does |\n|---|---|---|---|\n");
        var production = new StreamingOptions();
        var development = StreamingOptions.ForDevelopment();
        foreach (var setting in SettingCatalogue.All)
        {
            text.Append($"| `{setting.Key}`{(setting.IsLive ? " ↻" : "")} | {Default(setting.Show(production), setting.Show(development))} ");
            text.Append($"| {Rule(setting.Allowed)} | {setting.Note} |\n");
        }

        AppendWebhook(text);
        text.Append("\n| variable | stands for | what it is |\n|---|---|---|\n");
        foreach (var name in ShortName.All)
            text.Append($"| `{name.Variable}` | `{name.Key}` | {name.Note} |\n");
        foreach (var variable in UnsupportedVariable.All)
            text.Append($"| `{variable.Name}` | – | {variable.Rule} |\n");
        return text.ToString();
    }

    private static void AppendWebhook(StringBuilder text)
    {
        text.Append($"\nFor each webhook, with `N` from 0 to {WebhookSettings.MaxCount - 1}:\n\n");
        text.Append("| key | default | allowed | what it does |\n|---|---|---|---|\n");
        var options = new StreamingOptions { Webhooks = { new WebhookOptions() } };
        foreach (var setting in WebhookSettings.AllOf(options))
        {
            string key = setting.Key.Replace(":0:", ":N:", StringComparison.Ordinal);
            text.Append($"| `{key}` | {Code(setting.Show(options))} | {Rule(setting.Allowed)} | {setting.Note} |\n");
        }
    }

    private static string Default(string production, string development) => production == development
        ? Code(production)
        : $"{Code(production)}; {Code(development)} in Development";

    // "must be true or false" is "true or false" in a column that says what is allowed.
    private static string Rule(string allowed)
    {
        foreach (string start in new[] { "must be ", "must name ", "must " })
        {
            if (allowed.StartsWith(start, StringComparison.Ordinal))
                return allowed[start.Length..].Replace("|", "\\|", StringComparison.Ordinal);
        }

        return allowed;
    }

    private static string Code(string value) => value.Length == 0 ? "–" : $"`{value}`";
}
