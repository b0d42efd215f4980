using Streaming.Actors.Ids;

namespace Streaming.Transport.Settings;

/// <summary>The block <c>Validation:Security</c>: one switch a check (docs/validators.md says what each catches).</summary>
public sealed class SecurityValidationOptions
{
    /// <summary>Refuse <c>&lt;script&gt;</c>: <c>SECURITY_SCRIPT_INJECTION</c>.</summary>
    public bool Scripts { get; set; } = true;

    /// <summary>Refuse markup that runs code or loads pages, such as event handlers and frames: <c>SECURITY_XSS</c>.</summary>
    public bool Markup { get; set; } = true;

    /// <summary>Refuse addresses that are code, such as <c>javascript:</c> with something after it: <c>SECURITY_PROTOCOL</c>.</summary>
    public bool Protocols { get; set; } = true;

    /// <summary>Refuse web addresses that do not lead where they seem to: <c>SECURITY_INVALID_URL</c>.</summary>
    public bool Urls { get; set; } = true;

    /// <summary>Refuse names of members that reach into JavaScript's prototypes: <c>SECURITY_METADATA</c>.</summary>
    public bool PrototypeKeys { get; set; } = true;

    /// <summary>Refuse what looks like an attack on a database: <c>SECURITY_SQL_INJECTION</c>.</summary>
    public bool Sql { get; set; }

    /// <summary>Domains that may not be named, with all below them and what looks like them: <c>SECURITY_BLOCKED_DOMAIN</c>.</summary>
    public IReadOnlyList<string> BlockedDomains { get; set; } = [];

    /// <summary>Rooms whose messages may hold code.</summary>
    public IReadOnlyList<NamePattern> ExceptRooms { get; set; } = [];

    /// <summary>Channels whose messages may hold code.</summary>
    public IReadOnlyList<NamePattern> ExceptChannels { get; set; } = [];
}
