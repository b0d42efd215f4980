using System.Globalization;
using System.Net;

namespace Streaming.Node.Settings.Values;

/// <summary>Addresses that begin alike: <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>, or one address alone.</summary>
internal sealed class Network : IValueKind<IPNetwork>
{
    public const string Rule = "must be a list of IP addresses or networks, such as 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32";

    public string Allowed => Rule;

    public bool TryParse(IReadOnlyList<string> texts, out IPNetwork value)
    {
        value = default;
        string[] parts = texts[0].Split('/', 2);
        if (!IPAddress.TryParse(parts[0], out var address))
            return false;

        byte[] bytes = address.GetAddressBytes();
        int bits = 8 * bytes.Length;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > 8 * bytes.Length))
        {
            return false;
        }

        // 10.1.2.3/8 is written for the network that this address is in.
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(bits - (8 * i), 0, 8));
        value = new IPNetwork(new IPAddress(bytes), bits);
        return true;
    }

    public string Format(IPNetwork value) => value.ToString();
}
