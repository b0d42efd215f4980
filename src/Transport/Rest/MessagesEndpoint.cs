using Microsoft.AspNetCore.Http;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary><c>POST /api/v1/rooms/{room}/messages</c>: 201 and where the message stands in the log.</summary>
internal sealed class MessagesEndpoint(RestRunner runner, StreamingNode node, Problems problems, JsonWriters writers)
{
    private const string KeyHeader = "Idempotency-Key";
    private const string JsonType = "application/json";

    public async Task ServeAsync(HttpContext http)
    {
        if (Problem(http.Request, out var id) is { } error)
        {
            await problems.WriteAsync(http, error);
            return;
        }

        var answer = await runner.RunAsync(http, ClientMessageType.Message, id, PublishAsync);
        if (answer is not Answer.Published published)
            return;

        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = JsonType;
        writers.Write(http.Response.BodyWriter, published, static (json, published) =>
            ServerJson.WritePublished(json, published.Message, published.Timestamp));
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    // A page elsewhere can make a browser send text without asking first, but not JSON.
    private static RequestError? Problem(HttpRequest request, out RequestId? id)
    {
        id = null;
        if (request.ContentType is not null && !request.HasJsonContentType())
            return RequestError.Invalid($"Content-Type must be {JsonType}");
        if (request.Headers[KeyHeader] is not { Count: > 0 } keys)
            return null;
        if (keys.Count != 1 || !RequestId.TryParse(keys[0], out var key))
            return RequestError.Invalid($"{KeyHeader} must be 1 to {IdSyntax.MaxRequestLength} characters");
        id = key;
        return null;
    }

    private async Task<Answer> PublishAsync(Principal principal, ClientMessage message)
    {
        if (message.Data.IsEmpty)
            return Answer.Failed.Invalid("data is missing");
        var reply = await node.Router.AskAsync(message.Room!.Value, new PublishMessage
        {
            By = principal.UserId,
            Request = message.Id ?? RequestId.ForUnnamed(node.Ids.NextConnection(), 1),
            Body = MessageHandler.BodyOf(message),
        });
        return MessageHandler.AnswerOf(reply);
    }
}
