using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Node.Settings;
using Streaming.Node.Settings.Values;
using Streaming.Transport.Settings;

namespace Streaming.Node.Verbs;

/// <summary><c>token</c>: signs a token with the secret of the settings, for trying things out and for back ends that have none of their own.</summary>
internal static class TokenVerb
{
    private const string DefaultTtl = "1h";

    private static readonly Duration Ttl = new(TimeSpan.FromSeconds(1), TimeSpan.FromDays(366));

    public static int Make(string[] arguments)
    {
        var options = new VerbOptions(arguments, "user", "scope", "rooms", "ttl");
        if (!UserId.TryParse(options["user"], out var user))
            return Refuse("token needs --user ID, 1 to 128 of the characters A-Z a-z 0-9 _ . : @ -");
        if (!Ttl.TryParse([options["ttl"] ?? DefaultTtl], out var ttl))
            return Refuse($"--ttl {Ttl.Allowed}");

        var settings = NodeSettings.Load(options.Rest, EnvironmentLayers.OfThisProcess());
        if (settings.Faults.Count > 0)
            return Refusal.Print(settings.Faults);
        if (settings.Options.Jwt.Secret is not { } secret)
            return Refuse("token needs a secret to sign with: set Jwt:Secret or JWT_SECRET");

        Console.Out.WriteLine(Sign(Claims(user, options, settings.Options.Jwt, TimeProvider.System.GetUtcNow() + ttl), secret));
        return ExitCode.Ok;
    }

    private static JsonObject Claims(UserId user, VerbOptions options, JwtOptions jwt, DateTimeOffset end)
    {
        var claims = new JsonObject { ["sub"] = user.Value, ["exp"] = end.ToUnixTimeSeconds() };
        if (options["scope"] is { } scope)
            claims["scope"] = scope;
        if (options["rooms"] is { } rooms)
            claims["rooms"] = new JsonArray([.. rooms.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static room => (JsonNode)room.Trim())]);
        if (jwt.Issuer is { } issuer)
            claims["iss"] = issuer;
        if (jwt.Audience is { } audience)
            claims["aud"] = audience;
        return claims;
    }

    private static string Sign(JsonObject claims, string secret)
    {
        string signed = Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode(claims.ToJsonString());
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return signed + "." + Base64Url.EncodeToString(signature);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCode.Refused;
    }
}
