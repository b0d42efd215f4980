using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>presence</c> with <c>watch</c> and <c>unwatch</c>: has the connection told how users are, in a room with them or not.</summary>
internal sealed class WatchHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Presence;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var users = UserFields.Read(data);
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);

        if (message.Event == ClientEvent.Unwatch)
        {
            await requester.Session.UnwatchAsync(users);
            return Answer.Done.Instance;
        }

        var outcome = await requester.Session.WatchAsync(users);
        if (outcome.IsRefused)
            return new Answer.Failed(TooMany);

        return new Answer.Watching(outcome.Users)
        {
            FollowUp = () =>
            {
                outcome.StartDelivery(isAnswered: message.Id is not null);
                return ValueTask.CompletedTask;
            },
        };
    }

    private static readonly RequestError TooMany = new(ErrorCode.SubscriptionLimit, "you watch as many users as one connection may");
}
