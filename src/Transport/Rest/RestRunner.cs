using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Audit;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Hosting;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>
/// Takes a REST request the same way as a WebSocket message: (1) who is it, and is the address one, (2) the pipeline, (3) the
/// handler, (4) its answer or the problem.
/// </summary>
internal sealed partial class RestRunner(
    Entrance entrance, MessagePipeline pipeline, StreamingOptions options, Problems problems, JsonWriters writers, StreamingNode node,
    AuditLog audit, ILogger<RestRunner> logger)
{
    private const string JsonType = "application/json";

    /// <param name="route">Says what the request is to the pipeline. Its room and id come from the address and the header.</param>
    /// <param name="handle">Carries it out.</param>
    public async Task ServeAsync(HttpContext http, RestRoute route, Func<RestCall, Task<RestAnswer>> handle)
    {
        switch (await AnswerAsync(http, route, handle))
        {
            case RestAnswer.Written written:
                await WriteAsync(http, written);
                break;
            case RestAnswer.Failed failed:
                await problems.WriteAsync(http, failed.Error);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<RestAnswer> AnswerAsync(HttpContext http, RestRoute route, Func<RestCall, Task<RestAnswer>> handle)
    {
        switch (await entrance.CheckAsync(http, Doorway.Rest))
        {
            case Entry.Refused { Error: var refusal }:
                return RestAnswer.Fail(refusal);
            case Entry.Admitted { Principal: { MaySpeak: false, IsModerator: false } } when route.IsSpeaking:
                return RestAnswer.Fail(RequestError.ListenOnly);
            case Entry.Admitted { Principal: var principal }:
                var path = RestPath.Read(http.Request.RouteValues, out string? problem);
                var key = IdempotencyKey.Read(http.Request, out string? keyProblem);
                problem ??= keyProblem ?? ContentProblem(http.Request);
                if (problem is not null)
                    return RestAnswer.Invalid(problem);
                var envelope = route.Envelope with { Room = path.Room, Channel = path.Channel?.Value, Id = key, Reaction = path.Reaction };
                var answer = await RunAsync(http, principal, path, envelope, handle);
                if (route.IsAudited)
                    Note(principal, route, path, answer);
                return answer;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Note(Principal by, RestRoute route, RestPath path, RestAnswer answer)
    {
        var refusal = answer is RestAnswer.Failed failed ? failed.Error.Code : (ErrorCode?)null;
        audit.Note(by, route.Action, path.Room, path.User?.Value ?? path.Code, refusal);
    }

    private async Task<RestAnswer> RunAsync(
        HttpContext http, Principal principal, RestPath path, ClientMessage envelope, Func<RestCall, Task<RestAnswer>> handle)
    {
        using var body = await RequestBody.ReadAsync(http.Request, options.Limits.MaxMessageSize, http.RequestAborted);
        var bytes = body.Bytes;
        var id = envelope.Id ?? RequestId.ForUnnamed(node.Ids.NextConnection(), 1);
        var request = new RestRequest(message => handle(new RestCall(http, principal, path, message, bytes, id, envelope.Id is not null)));
        using var context = new MessageContext(principal, principal.UserId, connection: default, bytes, isText: true, request, envelope)
        {
            Address = ClientAddress.NameOf(http.Connection.RemoteIpAddress),
        };
        if (await pipeline.RunAsync(context, http.RequestAborted) is StageResult.Refused refused)
            return RestAnswer.Fail(refused.Error);

        // Pages read by themselves.
        if (!HttpMethods.IsGet(http.Request.Method))
            node.Attendance.NoteActive(principal.UserId);
        try
        {
            var answer = await request.Answer;
            // Off the room's turn, in which its answer may have arrived.
            await Task.Yield();
            return answer;
        }
        catch (StoreAwayException)
        {
            return RestAnswer.Fail(RequestError.Away);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            string traceId = node.Ids.NextTrace();
            RequestFailed(logger, http.Request.Method, principal.UserId, envelope.Room, traceId, exception);
            return RestAnswer.Fail(RequestError.Bug(traceId));
        }
    }

    private async Task WriteAsync(HttpContext http, RestAnswer.Written written)
    {
        var response = http.Response;
        response.StatusCode = written.Status;
        response.ContentType = JsonType;
        response.Headers.CacheControl = "no-store";
        if (written.Location is { } location)
            response.Headers.Location = location;
        writers.Write(response.BodyWriter, written, static (json, written) => written.Write(json));
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    // A page elsewhere can make a browser send text without asking first, but not JSON.
    private static string? ContentProblem(HttpRequest request) =>
        request.ContentType is not null && !request.HasJsonContentType() ? $"Content-Type must be {JsonType}" : null;
}
