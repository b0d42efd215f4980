using System.Globalization;

namespace Streaming.Node.Settings;

/// <summary>An environment variable that deployments of this kind of server already use, and the setting it stands for.</summary>
internal sealed class ShortName
{
    /// <summary>In rising order: of two for one setting the later one counts.</summary>
    public static readonly IReadOnlyList<ShortName> All =
    [
        new("PORT", "urls", "the port to listen on", "must be a port from 0 to 65535", Address),
        new("SERVER_ID", "Streaming:NodeId", "this node's name"),
        new("NODE_ID", "Streaming:NodeId", "this node's name"),
        new("REDIS_URL", "Streaming:Redis:Configuration", "addresses of Redis, with user and password"),
        new("REDIS_KEY_PREFIX", "Streaming:Redis:KeyPrefix", "what the names of all keys in Redis begin with"),
        new("JWT_SECRET", "Streaming:Jwt:Secret", "shared secret of HS256") { IsSecret = true },
        new("FRONTEND_URL", "Streaming:Origins", "allowed origins, with commas between them"),
        new("MAX_CONNECTIONS", "Streaming:Limits:MaxConnectionsPerNode", "connections to this node"),
        new("HEARTBEAT_INTERVAL", "Streaming:Limits:PingInterval", "time between pings, in milliseconds", "must be a number of milliseconds", Milliseconds),
        new("FAILURE_DETECTION_TIMEOUT", "Streaming:Limits:PongTimeout", "time that a ping may stay unanswered, in milliseconds", "must be a number of milliseconds", Milliseconds),
        new("LOG_LEVEL", "Serilog:MinimumLevel:Default", "verbose, debug, information, warning, error or fatal", "must be verbose, debug, information, warning, error or fatal", LogLevel),
    ];

    private readonly Func<string, string, string?> _read;

    private ShortName(
        string variable,
        string key,
        string note,
        string allowed = "",
        Func<string, string, string?>? read = null)
    {
        Variable = variable;
        Key = key;
        Note = note;
        Allowed = allowed;
        _read = read ?? (static (text, _) => text);
    }

    public string Variable { get; }

    /// <summary>The full key it stands for.</summary>
    public string Key { get; }

    public string Note { get; }

    public string Allowed { get; }

    public bool IsSecret { get; private init; }

    /// <summary>What the setting is set to, or null if <paramref name="text"/> is not <see cref="Allowed"/>.</summary>
    public string? Read(string text, string defaultHost) => _read(text, defaultHost);

    private static string? Address(string text, string host) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}")
            : null;

    private static string? Milliseconds(string text, string host) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint count) && count <= 999_999_999
            ? string.Create(CultureInfo.InvariantCulture, $"{count}ms")
            : null;

    // Serilog's names, and those that Node.js and .NET programs use for the same.
    private static string? LogLevel(string text, string host) => text.ToUpperInvariant() switch
    {
        "VERBOSE" or "TRACE" or "SILLY" => "Verbose",
        "DEBUG" => "Debug",
        "INFORMATION" or "INFO" => "Information",
        "WARNING" or "WARN" => "Warning",
        "ERROR" => "Error",
        "FATAL" or "CRITICAL" => "Fatal",
        _ => null,
    };
}
