using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Streaming.Node.Settings;

/// <summary>ASP.NET Core's own ways to say where to listen.</summary>
internal static class ListenAddresses
{
    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    public static bool AreSet(IConfiguration configuration) =>
        Keys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    public static void Check(
        IConfiguration configuration, Func<string, string?> sourceOf, ICollection<SettingFault> faults)
    {
        bool hasCertificate = configuration.GetSection("Kestrel:Certificates:Default").GetChildren().Any();
        foreach (string url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string? allowed = SchemeOf(url) switch
            {
                "http" => null,
                "https" when hasCertificate => null,
                "https" => "needs a certificate: set Kestrel:Certificates:Default:Path and KeyPath, or let a proxy end TLS",
                _ => "must be addresses such as http://127.0.0.1:8080, with ; between them",
            };
            if (allowed is not null)
                faults.Add(new SettingFault("urls", url, sourceOf("urls"), allowed));
        }
    }

    // Null if it is no address that can be listened on.
    private static string? SchemeOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.PathBase.Length == 0 && address.Port is >= 0 and <= 65535 ? address.Scheme : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
