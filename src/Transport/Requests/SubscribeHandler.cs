using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>subscribe</c>: listens to a channel from <c>since</c> or from now, or to all that match a pattern from now.</summary>
internal sealed class SubscribeHandler(ChannelRights channels) : IRequestHandler
{
    // Kept with the session, for each subscription.
    private const int MaxFilterBytes = 2048;

    public ClientMessageType Type => ClientMessageType.Subscribe;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var metadata = JsonRequestFields.Of(message.Metadata, "metadata");
        bool echo = metadata.Flag("echo") ?? true;
        using var data = JsonRequestFields.Of(message.Data, "data");
        byte[] written = data.Object("filter", MaxFilterBytes);
        if ((metadata.Problem ?? data.Problem) is { } problem)
            return Answer.Failed.Invalid(problem);

        string? fault = null;
        var filter = written.Length == 0 ? null : ChannelFilter.Read(written, out fault);
        if (fault is not null)
            return Answer.Failed.Invalid($"data.filter {fault}");

        _ = NamePattern.TryParse(message.Channel, out var name);
        if (name.IsPrefix && message.Since is not null)
            return Answer.Failed.Invalid("since means nothing for a pattern; subscribe to the channel by its name");

        var outcome = await requester.Session.SubscribeAsync(name, new ChannelTerms(filter, echo), message.Since);
        // As with rooms: other credentials may have come meanwhile.
        if (outcome.IsSubscribed && !channels.MayStillHear(requester.Principal, name))
        {
            await requester.Session.UnsubscribeAsync(name);
            return new Answer.Failed(new RequestError(ErrorCode.Forbidden, "your credentials do not allow this channel any more"));
        }

        return outcome.IsSubscribed
            ? new Answer.Subscribed(outcome) { StartDelivery = outcome.StartDelivery }
            : Answer.Failed.By(outcome.Reply);
    }
}
