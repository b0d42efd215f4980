using System.Net;

namespace Streaming.Transport.Filters;

/// <summary>Addresses in the place of names, in whatever form browsers take: <c>0x7f.1</c> and <c>2130706433</c> are 127.0.0.1.</summary>
internal static class IpAddressText
{
    /// <summary>The address as it is usually written; null if the host is no address.</summary>
    /// <param name="host">In its exact form (<see cref="HostName"/>), or in brackets.</param>
    public static string? Normalize(ReadOnlySpan<char> host)
    {
        if (host is ['[', .. var inside, ']'])
            return IPAddress.TryParse(inside, out var address) ? Name(address) : null;
        if (host.IsEmpty || !char.IsAsciiDigit(host[^1]) && !IsHex(host[(host.LastIndexOf('.') + 1)..]))
            return null;
        long value = 0;
        int parts = host.Count('.') + 1;
        if (parts > 4)
            return null;
        int number = 0;
        foreach (var range in host.Split('.'))
        {
            bool isLast = ++number == parts;
            int bits = isLast ? 8 * (5 - parts) : 8;
            if (!TryRead(host[range], out long part) || part >= 1L << bits)
                return null;
            value = value << bits | part;
        }

        return $"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}";
    }

    private static string Name(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static bool IsHex(ReadOnlySpan<char> part) => part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private static bool TryRead(ReadOnlySpan<char> part, out long value)
    {
        value = 0;
        int radix = IsHex(part) ? 16 : part.Length > 1 && part[0] == '0' ? 8 : 10;
        var digits = radix == 16 ? part[2..] : part;
        foreach (char unit in digits)
        {
            int digit = char.IsAsciiDigit(unit) ? unit - '0' : char.IsAsciiHexDigit(unit) ? (unit | 0x20) - 'a' + 10 : radix;
            if (digit >= radix)
                return false;
            value = value * radix + digit;
            if (value > uint.MaxValue)
                return false;
        }

        return !digits.IsEmpty;
    }
}
