using Microsoft.AspNetCore.Http;
using Streaming.Node.Settings;

namespace Streaming.Node.Verbs;

/// <summary>
/// <c>health</c>: asks the node that was started here with the same settings for <c>/health/ready</c>. For containers, whose
/// images have no other program that could.
/// </summary>
internal static class HealthVerb
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5);

    public static int Ask(string[] arguments)
    {
        var settings = NodeSettings.Load(arguments, EnvironmentLayers.OfThisProcess());
        if (settings.Faults.Count > 0)
            return Refusal.Print(settings.Faults);

        // To this machine, so whose name the certificate bears says nothing.
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            UseProxy = false,
        };
        using var http = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(settings));
            using var response = http.Send(request);
            using var body = new StreamReader(response.Content.ReadAsStream());
            Console.Out.WriteLine(body.ReadToEnd());
            return response.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    private static Uri AddressOf(NodeSettings settings)
    {
        string url = settings.Configuration["urls"]?.Split(';')[0]
            ?? settings.Configuration.GetSection("Kestrel:Endpoints").GetChildren().First()["Url"]!;
        var listening = BindingAddress.Parse(url);
        return new UriBuilder(listening.Scheme, "127.0.0.1", listening.Port, "/health/ready").Uri;
    }
}
