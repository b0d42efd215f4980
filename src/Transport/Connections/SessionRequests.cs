using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>What a principal's session may do.</summary>
internal static class SessionRequests
{
    public static SessionRequest Of(Principal principal, StreamingOptions options, ChannelRights channels, string? resumeToken) => new(
        // A guest who asked for no name takes that of the session it goes on with.
        principal.IsNameless && resumeToken is not null ? null : principal.UserId,
        principal.Kind == PrincipalKind.Guest ? Role.Guest : Role.Member,
        options.AutoCreateRooms,
        string.IsNullOrEmpty(resumeToken) ? null : resumeToken)
    {
        MayHear = channel => channels.MayHear(principal, channel),
    };
}
