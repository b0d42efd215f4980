using Microsoft.Extensions.Primitives;

namespace Streaming.Transport.WebSockets.Compression;

/// <summary>
/// The handshake's part of permessage-deflate (RFC 7692, section 7.1). Neither side keeps what it has seen from message to message
/// (<c>no_context_takeover</c>): a connection then holds no window of 32 KiB, and a message to a room is compressed once for
/// all its listeners.
/// </summary>
internal static class DeflateOffer
{
    /// <summary>What is answered to an offer that is taken up, in <c>Sec-WebSocket-Extensions</c>.</summary>
    public const string Answer = Name + "; " + ServerForgets + "; " + ClientForgets;

    private const string Name = "permessage-deflate";
    private const string ServerForgets = "server_no_context_takeover";
    private const string ClientForgets = "client_no_context_takeover";
    private const string ServerWindow = "server_max_window_bits";
    private const string ClientWindow = "client_max_window_bits";

    /// <summary>Whether one of the offers can be taken up; one with a parameter that is not understood cannot.</summary>
    /// <param name="header">Each value a list of offers with commas between them.</param>
    public static bool IsIn(StringValues header)
    {
        foreach (string? value in header)
        {
            foreach (string offer in (value ?? "").Split(','))
            {
                if (CanTake(offer))
                    return true;
            }
        }

        return false;
    }

    private static bool CanTake(string offer)
    {
        string[] parts = offer.Split(';', StringSplitOptions.TrimEntries);
        if (!parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase))
            return false;

        HashSet<string> seen = [];
        foreach (string part in parts[1..])
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? part : part[..equals].TrimEnd();
            string? value = equals < 0 ? null : part[(equals + 1)..].Trim().Trim('"');
            if (!seen.Add(name) || !CanTake(name, value))
                return false;
        }

        return true;
    }

    private static bool CanTake(string name, string? value) => name switch
    {
        ServerForgets or ClientForgets => value is null,
        // A window that is smaller than the compressor's cannot be promised.
        ServerWindow => value == "15",
        // Whatever the client's is, all of it can be read.
        ClientWindow => value is null or "8" or "9" or "10" or "11" or "12" or "13" or "14" or "15",
        _ => false,
    };
}
