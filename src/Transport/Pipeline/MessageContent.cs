using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>What a user is about to say in a room or channel. May not be kept: the bytes are lent.</summary>
/// <param name="Room">The room; for a channel <see cref="Channel"/> is set, and this says nothing.</param>
/// <param name="Data">One JSON value in UTF-8.</param>
/// <param name="Metadata">A JSON object in UTF-8, or empty.</param>
public readonly record struct MessageContent(
    UserId User, RoomId Room, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, string? ContentType, string? ThreadId)
{
    /// <summary>The channel; null for a room.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>Whose credentials it is said with; null outside of a pipeline.</summary>
    public Principal? Principal => Context?.Principal;

    /// <summary>
    /// What <see cref="Data"/> says: its string values, unescaped. Made when it is first asked for, and lent: it holds for as long as the
    /// pipeline is at this message, and not beyond a filter that has put something else in the place of the data.
    /// </summary>
    public MessageText Text => Context?.TextOf(Data) ?? MessageText.Of(Data);

    /// <summary>Whether it is a reaction, or what a user shows of themselves: looked at by few, and refused or left as it is.</summary>
    internal bool IsRemark { get; init; }

    /// <summary>Lends the text. Null outside of a pipeline.</summary>
    internal MessageContext? Context { get; init; }

    /// <summary>Null for a request that says nothing in a room or channel.</summary>
    internal static MessageContent? Of(MessageContext context)
    {
        if (context.Message is not { Type: ClientMessageType.Message } message)
            return null;

        ReadOnlyMemory<byte> data = message.Event switch
        {
            ClientEvent.None => message.Data,
            ClientEvent.Edited => EditedContent.Of(message.Data),
            _ => default,
        };
        return data.IsEmpty ? null : new MessageContent(
            context.User, message.Room ?? default, data, message.Metadata, message.ContentType, message.ThreadId)
        {
            Channel = message.ChannelId,
            Context = context,
        };
    }

    /// <summary>
    /// What others come to see of a request that says nothing in a room or channel: a reaction, or a status with what belongs to it. Its room
    /// says nothing where it is a status. Null for all others.
    /// </summary>
    internal static MessageContent? OfRemark(MessageContext context)
    {
        var message = context.Message;
        ReadOnlyMemory<byte> data = (message.Type, message.Event) switch
        {
            (ClientMessageType.Message, ClientEvent.ReactionAdded) => message.Reaction is { } reaction
                ? JsonText.Of(reaction)
                : EditedContent.ReactionOf(message.Data),
            (ClientMessageType.Presence, ClientEvent.None) => context.IsBodyOnly ? context.Bytes : message.Data,
            _ => default,
        };
        return data.IsEmpty ? null : new MessageContent(context.User, message.Room ?? default, data, default, null, null)
        {
            Context = context,
            IsRemark = true,
        };
    }
}
