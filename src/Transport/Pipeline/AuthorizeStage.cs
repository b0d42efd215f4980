using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>
/// Refuses what is switched off here, and rooms that the credentials do not reach. What a member may do in a room is
/// the room's own decision.
/// </summary>
internal sealed class AuthorizeStage(StreamingOptions options) : IPipelineStage
{
    private readonly Features _features = new(options);

    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        var message = context.Message;
        if (!_features.Include(message))
            return ValueTask.FromResult<StageResult>(new StageResult.Refused(RequestError.Disabled(Name(message))));
        if (message.Room is { } room && !context.Principal.MayEnter(room))
            return ValueTask.FromResult(StageResult.Refuse(ErrorCode.Forbidden, "your credentials do not allow this room"));
        return ValueTask.FromResult(StageResult.Continue);
    }

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
