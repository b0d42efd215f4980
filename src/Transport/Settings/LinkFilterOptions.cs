using Streaming.Transport.Filters;

namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Links</c>.</summary>
public sealed class LinkFilterOptions
{
    /// <summary>False: links are not looked at.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Links in one message, 0 to 1,000; 0 is no limit. Back ends are not held to it.</summary>
    public int MaxUrls { get; set; } = 3;

    /// <summary>Domains that links may lead to, with all below them. None: all.</summary>
    public IReadOnlyList<string> AllowedDomains { get; set; } = [];

    /// <summary>Domains that nothing may name, with all below them.</summary>
    public IReadOnlyList<string> BlockedDomains { get; set; } = [];

    /// <summary>Whether it can be in a list: a name of one to eight labels, or an address, without scheme, port and path.</summary>
    public static bool IsDomain(string text) => DomainList.IsDomain(text);
}
