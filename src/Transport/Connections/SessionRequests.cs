using Microsoft.AspNetCore.Http;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Connections;

/// <summary>What a principal's session may do.</summary>
internal static class SessionRequests
{
    private const string DeviceParameter = "device";

    /// <param name="query">That of the request which opens the connection.</param>
    public static SessionRequest Of(
        ConnectionCredentials credentials, StreamingOptions options, ChannelRights channels, IQueryCollection query, string? resumeToken)
    {
        var principal = credentials.Principal;
        return new SessionRequest(
            // A guest who asked for no name takes that of the session it goes on with.
            principal.IsNameless && resumeToken is not null ? null : principal.UserId,
            principal.Kind == PrincipalKind.Guest ? Role.Guest : Role.Member,
            options.AutoCreateRooms,
            string.IsNullOrEmpty(resumeToken) ? null : resumeToken)
        {
            // Asked for each channel as it comes up: the credentials may be others by then.
            MayHear = channel => channels.MayHear(credentials.Principal, channel),

            // A word that this release does not know is one of a newer client's.
            Device = Vocabulary.Devices.TryParse(query[DeviceParameter], out var device) ? device : Devices.None,
        };
    }
}
