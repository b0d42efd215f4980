namespace Streaming.Node.Settings;

/// <summary>
/// The first words of keys. Files and the command line are this node's own, so a first word that nothing reads is a
/// mistake there; the environment is everybody's.
/// </summary>
internal static class RootKeys
{
    private static readonly string[] Known =
    [
        SettingCatalogue.Section, "Serilog", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports", "environment",
    ];

    public static void FindUnknown(SettingLayer layer, ICollection<SettingFault> faults)
    {
        foreach (string key in layer.Values.Keys)
        {
            string root = key.Split(':')[0];
            if (Known.Contains(root, StringComparer.OrdinalIgnoreCase))
                continue;
            // Most often the section was left out.
            string suggestion = Nearest.Of(key, Known.Concat(SettingCatalogue.All.Select(static s => $"{SettingCatalogue.Section}:{s.Key}")))
                is { } near ? $"; did you mean {near}?" : "";
            faults.Add(new SettingFault(key, null, layer.NameOf(key), "there is no such setting" + suggestion));
        }
    }
}
