using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Transport.Authentication;

namespace Streaming.Node.Verbs;

/// <summary><c>apikey</c>: makes an API key. The key itself is written once, here, and is kept nowhere; the second line goes into the key file.</summary>
internal static class ApiKeyVerb
{
    private const int RandomBytes = 32;

    public static int Make(string[] arguments)
    {
        var options = new VerbOptions(arguments, "name", "user", "service", "scope");
        if (options["user"] is null == options["service"] is null)
        {
            Console.Error.WriteLine("apikey needs --user ID or --service NAME");
            return ExitCode.Refused;
        }

        string key = RandomNumberGenerator.GetHexString(2 * RandomBytes, lowercase: true);
        var line = new JsonObject
        {
            ["name"] = options["name"] ?? options["user"] ?? options["service"],
            ["sha256"] = HashedSecret.Of(key),
        };
        if (options["user"] is { } user)
            line["user"] = user;
        if (options["service"] is { } service)
            line["service"] = service;
        if (options["scope"] is { } scope)
            line["scopes"] = new JsonArray([.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => (JsonNode)word)]);

        Console.Out.WriteLine(key);
        Console.Out.WriteLine(line.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return ExitCode.Ok;
    }
}
