using Microsoft.AspNetCore.Routing;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Rest;

/// <summary>The parameters of an address, checked. Those that its pattern has not are null.</summary>
internal readonly record struct RestPath
{
    public const string RoomParameter = "room";
    public const string ChannelParameter = "channel";
    public const string UserParameter = "user";
    public const string MessageParameter = "message";
    public const string ReactionParameter = "reaction";
    public const string CodeParameter = "code";

    private const string NameRule = "must be 1 to 128 of the characters A-Z a-z 0-9 _ . : @ -";

    public RoomId? Room { get; init; }

    public ChannelId? Channel { get; init; }

    public UserId? User { get; init; }

    public MessageId? Message { get; init; }

    public string? Reaction { get; init; }

    /// <summary>Of an invite; perhaps of none that there is.</summary>
    public string? Code { get; init; }

    /// <param name="problem">What is wrong, as a sentence for the sender; null if nothing is.</param>
    public static RestPath Read(RouteValueDictionary values, out string? problem)
    {
        problem = null;
        var path = new RestPath();
        if (TextOf(values, RoomParameter) is { } room)
        {
            if (RoomId.TryParse(room, out var id))
                path = path with { Room = id };
            else
                problem = $"the room's id {NameRule}";
        }

        if (TextOf(values, ChannelParameter) is { } channel)
        {
            if (ChannelId.TryParse(channel, out var id))
                path = path with { Channel = id };
            else
                problem = $"the channel's id {NameRule}";
        }

        if (TextOf(values, UserParameter) is { } user)
        {
            if (UserId.TryParse(user, out var id))
                path = path with { User = id };
            else
                problem = $"the user's id {NameRule}";
        }

        if (TextOf(values, MessageParameter) is { } message)
        {
            if (message.Length <= IdSyntax.MaxNameLength && MessageId.TryParse(message, out var id))
                path = path with { Message = id };
            else
                problem = "the message's id must be one that this server gave, such as k3f9x0a2b7c4d-57";
        }

        if (TextOf(values, ReactionParameter) is { } reaction)
        {
            path = path with { Reaction = reaction };
            if (reaction.Length is 0 or > MessageAnnotations.MaxReactionLength)
                problem = $"the reaction must be 1 to {MessageAnnotations.MaxReactionLength} characters";
        }

        if (TextOf(values, CodeParameter) is { } code)
        {
            path = path with { Code = code };
            if (code.Length > Invite.MaxCodeLength)
                problem = $"the code must have at most {Invite.MaxCodeLength} characters";
        }

        return path;
    }

    private static string? TextOf(RouteValueDictionary values, string name) => values[name] as string;
}
