using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Streaming.Node.Settings;

/// <summary>ASP.NET Core's own ways to say where to listen.</summary>
internal static class ListenAddresses
{
    private const string Form = "must be addresses such as http://127.0.0.1:8080, with ; between them";
    private const string Endpoints = "Kestrel:Endpoints";
    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    public static bool AreSet(IConfiguration configuration) =>
        Keys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection(Endpoints).GetChildren().Any();

    public static void Check(
        IConfiguration configuration, Func<string, string?> sourceOf, ICollection<SettingFault> faults)
    {
        bool hasDefault = KestrelCertificates.HasDefault(configuration);
        foreach (string url in Split(configuration["urls"]))
            Require("urls", url, Wrong(url, hasDefault));
        foreach (string key in Keys[1..])
        {
            foreach (string port in Split(configuration[key]))
                Require(key, port, IsPort(port) ? null : "must be ports from 0 to 65535, with ; between them");
        }

        foreach (var endpoint in configuration.GetSection(Endpoints).GetChildren())
        {
            string? url = endpoint["Url"];
            Require($"{endpoint.Path}:Url", url, Wrong(url ?? "", hasDefault || KestrelCertificates.HasOwn(endpoint)));
        }

        void Require(string key, string? value, string? rule)
        {
            if (rule is not null)
                faults.Add(new SettingFault(key, value, sourceOf(key), rule));
        }
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // What is wrong with an address; null if nothing is.
    private static string? Wrong(string url, bool hasCertificate)
    {
        if (Parse(url) is not { } address)
            return Form;
        if (!IsOfThisMachine(address))
            return "must name an IP address, localhost, or * for all addresses: a server listens on no other names";
        return address.Scheme switch
        {
            "http" => null,
            "https" when hasCertificate => null,
            "https" => "needs a certificate: set Kestrel:Certificates:Default:Path and KeyPath, or let a proxy end TLS",
            _ => Form,
        };
    }

    // The web server takes any other name for "all addresses": one letter wrong would open the node to everybody.
    private static bool IsOfThisMachine(BindingAddress address) =>
        address.IsUnixPipe
        || address.IsNamedPipe
        || address.Host is "*" or "+"
        || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(address.Host, out _);

    // Null if it is no address that can be listened on.
    private static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.PathBase.Length == 0 && address.Port is >= 0 and <= 65535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
