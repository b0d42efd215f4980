using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>
/// Takes a REST request the same way as a WebSocket message: (1) who is it, (2) the pipeline, (3) the handler, (4) its
/// answer or the problem.
/// </summary>
internal sealed partial class RestRunner(
    Entrance entrance, MessagePipeline pipeline, StreamingOptions options, Problems problems, IdSource ids,
    ILogger<RestRunner> logger)
{
    public const string RoomParameter = "room";

    private const string RoomRule = "the room's id must be 1 to 128 of the characters A-Z a-z 0-9 _ . : @ -";

    /// <summary>The answer, or null if the problem has been told.</summary>
    /// <param name="http">The room stands in its route, under <see cref="RoomParameter"/>.</param>
    /// <param name="id">Names the effect, if the client gave it a name.</param>
    /// <param name="handle">Carries the request out for this principal.</param>
    public async Task<Answer?> RunAsync(
        HttpContext http, ClientMessageType type, RequestId? id, Func<Principal, ClientMessage, Task<Answer>> handle)
    {
        var (answer, error) = entrance.Check(http) switch
        {
            Entry.Refused { Error: var refusal } => (null, refusal),
            Entry.Admitted { Principal: var principal } when RoomId.TryParse(RoomOf(http), out var room) =>
                await RunAsync(http, principal, new ClientMessage { Type = type, Room = room, Id = id }, handle),
            _ => (null, RequestError.Invalid(RoomRule)),
        };
        if (error is null)
            return answer;
        await problems.WriteAsync(http, error);
        return null;
    }

    private async Task<(Answer?, RequestError?)> RunAsync(
        HttpContext http, Principal principal, ClientMessage envelope, Func<Principal, ClientMessage, Task<Answer>> handle)
    {
        using var body = await RequestBody.ReadAsync(http.Request, options.Limits.MaxMessageSize, http.RequestAborted);
        var request = new RestRequest(message => handle(principal, message));
        var context = new MessageContext(
            principal, principal.UserId, connection: default, body.Bytes, isText: true, request, envelope);
        if (await pipeline.RunAsync(context, http.RequestAborted) is StageResult.Refused refused)
            return (null, refused.Error);
        try
        {
            var answer = await request.Answer;
            // Off the room's turn, in which its answer arrived.
            await Task.Yield();
            return answer is Answer.Failed failed ? (null, failed.Error) : (answer, null);
        }
        catch (StoreAwayException)
        {
            return (null, RequestError.Away);
        }
        catch (Exception exception)
        {
            string traceId = ids.NextTrace();
            RequestFailed(logger, principal.UserId, envelope.Room, envelope.Type, traceId, exception);
            return (null, RequestError.Bug(traceId));
        }
    }

    private static string? RoomOf(HttpContext http) => http.Request.RouteValues[RoomParameter] as string;
}
