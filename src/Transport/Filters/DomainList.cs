using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Streaming.Transport.Filters;

/// <summary>Domains, each with all below it: compared label by label from the end, never as text.</summary>
internal sealed class DomainList
{
    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("?/:@%*, ");

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _skeletons;

    public DomainList(IReadOnlyList<string> domains)
    {
        IsEmpty = domains.Count == 0;
        var exact = new HashSet<string>();
        var skeletons = new HashSet<string>();
        foreach (string domain in domains)
        {
            var name = HostName.Read(domain, new char[HostName.MaxLength], new char[HostName.MaxLength]);
            string? address = IpAddressText.Normalize(domain) ?? IpAddressText.Normalize(name.Exact);
            exact.Add(address ?? name.Exact.ToString());
            if (address is null)
                skeletons.Add(name.Skeleton.ToString());
        }

        _exact = exact.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _skeletons = skeletons.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEmpty { get; }

    /// <summary>Whether the host is one of these, or below one: the very same name.</summary>
    public bool Has(ReadOnlySpan<char> host) => Has(host, looksLike: false);

    /// <summary>Whether it is one, is below one, or looks as if it were.</summary>
    public bool HasLookAlike(ReadOnlySpan<char> host) => Has(host, looksLike: true);

    /// <summary>Whether it can be listed: a name of one to eight labels, or an address.</summary>
    public static bool IsDomain(string text)
    {
        var name = HostName.Read(text, new char[HostName.MaxLength], new char[HostName.MaxLength]);
        return IpAddressText.Normalize(text) is not null
            || !name.Exact.IsEmpty && !name.Exact.ContainsAny(NeverInNames) && text.Length < 254 && name.LabelCount <= HostName.MaxLabels;
    }

    // The buffers are read only where they were written, and clearing them would cost more than all else.
    [SkipLocalsInit]
    private bool Has(scoped ReadOnlySpan<char> host, bool looksLike)
    {
        Span<char> exact = stackalloc char[HostName.MaxLength];
        Span<char> skeleton = stackalloc char[HostName.MaxLength];
        if (host is not ['[', ..])
        {
            var name = HostName.Read(host, exact, skeleton);
            if (HasBelow(_exact, name.Exact) || looksLike && HasBelow(_skeletons, name.Skeleton))
                return true;
            host = name.Exact;
        }

        return IpAddressText.Normalize(host) is { } address && _exact.Contains(address);
    }

    private static bool HasBelow(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> domains, ReadOnlySpan<char> name)
    {
        while (true)
        {
            if (domains.Contains(name))
                return true;
            int dot = name.IndexOf('.');
            if (dot < 0)
                return false;
            name = name[(dot + 1)..];
        }
    }
}
