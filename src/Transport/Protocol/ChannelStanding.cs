using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>How listening to a channel, or to a pattern of them, went.</summary>
/// <param name="Outcome">Null where it was not even tried.</param>
/// <param name="Error">Null where it went well.</param>
internal readonly record struct ChannelStanding(NamePattern Name, SubscribeOutcome? Outcome, RequestError? Error)
{
    public static ChannelStanding Of(NamePattern name, SubscribeOutcome outcome) =>
        new(name, outcome, outcome.IsSubscribed ? null : RoomErrors.Of(outcome.Reply));
}
