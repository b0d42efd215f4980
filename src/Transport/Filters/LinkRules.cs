using Streaming.Transport.Settings;

namespace Streaming.Transport.Filters;

/// <summary>What the settings say about links, ready to be asked.</summary>
internal sealed class LinkRules(LinkFilterOptions options)
{
    public bool Enabled { get; } = options.Enabled;

    public int MaxUrls { get; } = options.MaxUrls;

    public DomainList Allowed { get; } = new(options.AllowedDomains);

    public DomainList Blocked { get; } = new(options.BlockedDomains);

    /// <summary>Whether there is nothing to look for.</summary>
    public bool AreEmpty => MaxUrls == 0 && Allowed.IsEmpty && Blocked.IsEmpty;

    /// <summary>Whether the host may not be named. One that is too long to be read may not where domains are listed.</summary>
    public bool Refuse(ReadOnlySpan<char> host, bool isLink)
    {
        if (Blocked.IsEmpty && (Allowed.IsEmpty || !isLink))
            return false;
        return host.Length > HostName.MaxWritten || Blocked.HasLookAlike(host) || isLink && !Allowed.IsEmpty && !Allowed.Has(host);
    }
}
