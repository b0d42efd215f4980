using Microsoft.Extensions.Configuration;

namespace Streaming.Node.Settings;

/// <summary>The certificates that the web server is told to take: a default, one by endpoint, one by server name.</summary>
internal static class KestrelCertificates
{
    private const string Default = "Kestrel:Certificates:Default";
    private static readonly string[] FileKeys = ["Path", "KeyPath"];

    public static bool HasDefault(IConfiguration configuration) => configuration.GetSection(Default).GetChildren().Any();

    public static bool HasOwn(IConfigurationSection endpoint) =>
        endpoint.GetSection("Certificate").GetChildren().Any() || endpoint.GetSection("Sni").GetChildren().Any();

    /// <summary>Whether the files are there. What is in them only the web server can tell, when it starts.</summary>
    /// <param name="contentRoot">The folder that the web server reads relative paths from.</param>
    public static void Check(
        IConfiguration configuration, string contentRoot, Func<string, string?> sourceOf, ICollection<SettingFault> faults)
    {
        foreach (var file in FilesOf(configuration))
        {
            string path = Path.Combine(contentRoot, file.Value!);
            if (!File.Exists(path))
                faults.Add(new SettingFault(file.Path, file.Value, sourceOf(file.Path), $"must name a readable file; there is none at {path}"));
        }
    }

    /// <summary>Every setting that names a file of a certificate or its key.</summary>
    public static IEnumerable<IConfigurationSection> FilesOf(IConfiguration configuration) =>
        SectionsOf(configuration).SelectMany(static section => FileKeys.Select(section.GetSection))
            .Where(static file => !string.IsNullOrEmpty(file.Value));

    private static IEnumerable<IConfigurationSection> SectionsOf(IConfiguration configuration)
    {
        foreach (var certificate in configuration.GetSection("Kestrel:Certificates").GetChildren())
            yield return certificate;
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            yield return endpoint.GetSection("Certificate");
            foreach (var name in endpoint.GetSection("Sni").GetChildren())
                yield return name.GetSection("Certificate");
        }
    }
}
