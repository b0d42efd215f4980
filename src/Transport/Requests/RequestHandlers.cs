using Streaming.Transport.Audit;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>Who carries out what.</summary>
internal sealed class RequestHandlers
{
    private readonly Dictionary<ClientMessageType, IRequestHandler> _byType;
    private readonly AnnotateHandler _annotate = new();
    private readonly AddHandler _add;
    private readonly WatchHandler _watch = new();

    public RequestHandlers(
        Arrivals arrivals, RoomDoor door, RoomAdditions additions, ChannelRights channels, Authenticator authenticator, AuthenticationEvents events,
        AuditLog audit, TimeProvider time)
    {
        _add = new AddHandler(additions, time, audit);
        IRequestHandler[] all =
        [
            new JoinHandler(arrivals, door),
            new LeaveHandler(door),
            new MessageHandler(),
            new TypingHandler(),
            new PresenceHandler(),
            new HistoryHandler(),
            new ResumeHandler(arrivals, channels),
            new ReadHandler(),
            new SignalHandler(),
            new ModerateHandler(time, audit),
            new SubscribeHandler(channels),
            new UnsubscribeHandler(),
            new RefreshHandler(authenticator, events, time),
            new PingHandler(time),
        ];
        _byType = all.ToDictionary(static handler => handler.Type);
    }

    /// <summary>Every type that the authorize stage lets through has one.</summary>
    public IRequestHandler this[ClientMessage message] => message switch
    {
        { Type: ClientMessageType.Message, Event: not ClientEvent.None } => _annotate,
        { Type: ClientMessageType.Moderate, Event: ClientEvent.Add } => _add,
        { Type: ClientMessageType.Presence, Event: ClientEvent.Watch or ClientEvent.Unwatch } => _watch,
        _ => _byType[message.Type],
    };
}
