using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>One REST request that has passed the pipeline: who asks for what.</summary>
/// <param name="Message">The body as a message: what filters made of its <c>data</c>.</param>
/// <param name="Body">A JSON object. Valid until the request is answered; whoever keeps some of it copies that.</param>
/// <param name="Request">Names the effect: the client's <c>Idempotency-Key</c>, or an id that nobody else has.</param>
/// <param name="IsNamed">The client did name it, and may ask again.</param>
internal sealed record RestCall(
    HttpContext Http, Principal Principal, RestPath Path, ClientMessage Message, ReadOnlyMemory<byte> Body, RequestId Request, bool IsNamed)
{
    public UserId By => Principal.UserId;

    /// <exception cref="InvalidOperationException">The address has none.</exception>
    public RoomId Room => Path.Room ?? throw new InvalidOperationException("The address names no room.");

    /// <exception cref="InvalidOperationException">The address has none.</exception>
    public ChannelId Channel => Path.Channel ?? throw new InvalidOperationException("The address names no channel.");

    /// <summary>The user of the address, to whom something is done.</summary>
    /// <exception cref="InvalidOperationException">The address has none.</exception>
    public UserId User => Path.User ?? throw new InvalidOperationException("The address names no user.");

    public RequestFields Query => new QueryRequestFields(Http.Request.Query);

    /// <summary>Set when nobody waits for the answer any more.</summary>
    public CancellationToken Gone => Http.RequestAborted;

    public JsonRequestFields ReadBody() => JsonRequestFields.Of(Body, place: "");
}
