using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>history</c>: a page of a room's messages.</summary>
internal sealed class HistoryHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.History;

    // One large answer at a time.
    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var query = HistoryQueryFields.Read(data, HistoryQueryFields.AuthorInMessage);
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);

        var outcome = await requester.Session.ReadHistoryAsync(message.Room!.Value, query, CancellationToken.None);
        if (outcome.Page is not { } page)
            return Answer.Failed.By(outcome.Refusal!);

        // Off the room's turn, in which its answer arrived: a page is a lot to write.
        await Task.Yield();
        await requester.WaitForRoomAsync();
        return new Answer.History(page);
    }
}
