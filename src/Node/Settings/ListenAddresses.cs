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
        foreach (string url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsAddress(url))
            {
                faults.Add(new SettingFault(
                    "urls", url, sourceOf("urls"), "must be addresses such as http://127.0.0.1:8080, with ; between them"));
            }
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= 0 and <= 65535;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
