using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Streaming.Node;

/// <summary>Why a server cannot listen, as far as whoever started it can do something about it.</summary>
internal static class ListenFault
{
    /// <summary>Null if the exception is about something else.</summary>
    public static string? Of(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            switch (exception)
            {
                case AddressInUseException:
                    return "is in use by another program; choose another port with --urls or PORT";
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return "may not be listened on by this account; ports below 1024 are often kept for root";
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable }:
                    return "is no address of this machine";
            }
        }

        return null;
    }
}
