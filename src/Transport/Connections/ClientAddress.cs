using System.Net;
using System.Net.Sockets;

namespace Streaming.Transport.Connections;

/// <summary>What counts as one address. A household or a server has a whole IPv6 /64 to itself, so that is one.</summary>
internal static class ClientAddress
{
    private const int PrefixBytes = 8;

    /// <summary>What it is counted under; null where there is none, as with a Unix socket.</summary>
    public static string? NameOf(IPAddress? address) => KeyOf(address)?.ToString();

    public static IPAddress? KeyOf(IPAddress? address)
    {
        if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new IPAddress(bytes);
    }
}
