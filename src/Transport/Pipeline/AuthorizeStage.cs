using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// Refuses what is switched off here, and rooms and channels that the credentials do not reach. What a member may do in a room is
/// the room's own decision; a channel has no members, and what one may do there hangs on credentials alone.
/// </summary>
internal sealed class AuthorizeStage(StreamingOptions options, ChannelRights channels) : IPipelineStage
{
    private readonly Features _features = new(options);

    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        var message = context.Message;
        if (!_features.Include(message))
            return ValueTask.FromResult<StageResult>(new StageResult.Refused(RequestError.Disabled(Name(message))));
        if (!context.Principal.MaySpeak && IsSpeaking(message, context.Principal))
            return ValueTask.FromResult<StageResult>(new StageResult.Refused(RequestError.ListenOnly));
        if (message.Room is { } room && !context.Principal.MayEnter(room))
            return ValueTask.FromResult(StageResult.Refuse(ErrorCode.Forbidden, "your credentials do not allow this room"));
        if (message.ChannelId is { } channel && ChannelProblem(context.Principal, message.Type, channel) is { } problem)
            return ValueTask.FromResult(StageResult.Refuse(ErrorCode.Forbidden, problem));
        return ValueTask.FromResult(StageResult.Continue);
    }

    // What others get to read or hear. A moderator who takes away what others said says nothing.
    private static bool IsSpeaking(ClientMessage message, Principal principal) => message.Type switch
    {
        ClientMessageType.Message => message.Event != ClientEvent.Deleted || !principal.IsModerator,
        ClientMessageType.Signal => true,
        _ => false,
    };

    // A pattern is not looked at: of the channels that match it, those are heard that may be heard.
    private string? ChannelProblem(Principal principal, ClientMessageType type, ChannelId channel) => type switch
    {
        ClientMessageType.Subscribe when !channels.MayHear(principal, channel) => "your credentials do not allow this channel",
        ClientMessageType.Message when !channels.MayPublish(principal, channel) => "your credentials do not allow publishing to this channel",
        _ => null,
    };

    private static string Name(ClientMessage message)
    {
        if (message is { Type: ClientMessageType.Message, Channel: not null })
            return "message to a channel";
        if (message.Type == ClientMessageType.Manage)
            return "this part of the REST API";
        string type = Vocabulary.Types[message.Type];
        return message.Event is ClientEvent.None or ClientEvent.Other ? type : $"{type}/{Vocabulary.Events[message.Event]}";
    }
}
