using System.Buffers;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>
/// One client: its socket on one side, its session with the rooms on the other, and what it asks in between.
/// <para>
/// (1) The read loop brings a message. (2) The pipeline lets it pass or refuses it. (3) Its handler asks the room. From
/// there requests overlap: the next message is read while the room writes this one down; only requests that change
/// the subscriptions are waited for. (4) The answer goes into the outbox, and the request gives its place in the gate back.
/// </para>
/// </summary>
internal sealed partial class ClientConnection(
    WebSocketConnection socket,
    ClientSession session,
    ConnectionCredentials credentials,
    string? address,
    ClientServices services,
    CancellationToken gone) : IMessageHandler, IMessageDestination, IRequester, ILiveConnection
{
    /// <summary>Malformed messages in a row after which a client is beyond being told.</summary>
    public const int MaxMalformed = 10;

    private readonly ILogger _logger = services.Logger;
    private int _malformed;
    private bool _turnedAway;
    private Task _sessionClosed = Task.CompletedTask;

    public ClientSession Session => session;

    public Principal Principal => credentials.Principal;

    public string? Address => address;

    public bool HasSubscriptions => session.RoomCount > 0 || session.ChannelCount > 0 || session.WatchCount > 0;

    /// <summary>Serves the client until it has gone and nothing of it is left but what it may resume.</summary>
    public async Task RunAsync()
    {
        Connected(_logger, session.Connection, session.Id, session.User, session.Resumed);
        var reason = await socket.RunAsync(this);
        await _sessionClosed;
        Disconnected(_logger, session.Connection, session.Id, session.User, reason.ForLog());
    }

    /// <summary>
    /// Closes a connection that there is no place for, before it is served. It was never told its resume token, so the
    /// one that it came with stays good.
    /// </summary>
    public void TurnAway(CloseReason reason)
    {
        _turnedAway = true;
        socket.Close(reason);
    }

    public async ValueTask OnMessageAsync(ReadOnlySequence<byte> message, bool isText)
    {
        var bytes = message.IsSingleSegment ? message.First : message.ToArray();
        using var context = new MessageContext(credentials.Principal, session.User, session.Connection, bytes, isText, this) { Address = address };
        var result = await services.Pipeline.RunAsync(context, gone);
        if (result is StageResult.Refused refused)
        {
            RequestRefused(_logger, session.Connection, session.User, context.Room, refused.Error.Code);
            Send(services.Messages.Error(context.Id, context.Room, refused.Error, context.Channel));
            socket.Requests.Exit();
        }

        CountMalformed(context);
    }

    public async ValueTask AcceptAsync(ClientMessage message)
    {
        var handler = services.Handlers[message];
        var answering = AnswerAsync(handler, message);
        if (!handler.HoldsReadLoop || answering.IsCompleted)
            return;
        await answering;
        // Off the room's turn, in which its answer arrived: the read loop must not go on inside it.
        await Task.Yield();
    }

    public void OnClosed(CloseReason reason)
    {
        // Those whose credentials ran out, or that were sent away for good, have nothing to come back to.
        bool keepForResume = reason is not CloseReason.ByServer
        {
            Code: CloseCode.Unauthorized or CloseCode.Expelled,
        };
        _sessionClosed = CloseSessionAsync(keepForResume);
    }

    public void Send(ReadOnlyMemory<byte> frame) => socket.Outbox.TryEnqueue(
        socket.IsDeflated && services.Deflater.IsWorthIt(frame) ? services.Deflater.Deflate(frame) : frame);

    public async ValueTask WaitForRoomAsync() => await socket.Outbox.WaitForRoomAsync();

    public void Drain(TimeSpan reconnectAfter)
    {
        Send(services.Messages.Draining(reconnectAfter));
        socket.Close(CloseReason.Draining);
    }

    public void Close(CloseReason reason) => socket.Close(reason);

    public bool TryExchange(Principal before, Principal next)
    {
        if (!credentials.TryExchange(before, next))
            return false;
        _ = GiveUpUnreachableAsync();
        return true;
    }

    public void Bear(Principal next) => credentials.Exchange(next);

    // Does not throw: mostly nobody waits for it.
    public async Task GiveUpUnreachableAsync()
    {
        try
        {
            foreach (var room in session.ListenedRooms.Where(room => !Principal.MayEnter(room)))
            {
                await session.LeaveAsync(room, request: null, giveUpMembership: false);
                Send(services.Messages.Left(room, session.User));
            }

            foreach (var channel in session.ListenedChannels.Where(channel => !services.Channels.MayStillHear(Principal, channel)))
            {
                await session.UnsubscribeAsync(channel);
                Send(services.Messages.Unsubscribed(channel, session.User));
            }

            await session.FollowAnewAsync();
        }
        catch (Exception exception)
        {
            // Half of it may be done. Coming back, the client gets what its credentials allow.
            NotNarrowed(_logger, session.Connection, session.User, exception);
            socket.Close(CloseReason.InternalError);
        }
    }

    // Sees every request to its end, also those that nobody waits for: it does not throw, and always leaves the gate.
    private async Task AnswerAsync(IRequestHandler handler, ClientMessage message)
    {
        try
        {
            Answer answer;
            try
            {
                answer = await handler.HandleAsync(this, message);
            }
            catch (Exception exception)
            {
                answer = FailureOf(message, exception);
            }

            AnswerWith(services.Answers.Encode(message, answer), answer.StartDelivery);
            if (answer.FollowUp is { } followUp)
                await followUp();
        }
        catch (Exception exception)
        {
            // The client may have missed what it was promised; coming back makes it whole.
            AnswerFailed(_logger, session.Connection, session.User, message.Room, message.Type, exception);
            socket.Close(CloseReason.InternalError);
        }
        finally
        {
            socket.Requests.Exit();
        }
    }

    private void AnswerWith(ReadOnlyMemory<byte>? answer, Action? startDelivery)
    {
        if (answer is not { } frame)
        {
            startDelivery?.Invoke();
        }
        else if (startDelivery is null)
        {
            Send(frame);
        }
        else
        {
            socket.Outbox.HoldWhile(() =>
            {
                Send(frame);
                startDelivery();
            });
        }
    }

    private Answer.Failed FailureOf(ClientMessage message, Exception exception)
    {
        if (exception is StoreAwayException)
            return new Answer.Failed(RequestError.Away);

        string traceId = services.Ids.NextTrace();
        RequestFailed(_logger, session.Connection, session.User, message.Room, message.Type, traceId, exception);
        return new Answer.Failed(RequestError.Bug(traceId));
    }

    private void CountMalformed(MessageContext context)
    {
        if (context.IsMalformed)
            _malformed++;
        else if (context.IsWellFormed)
            _malformed = 0;
        if (_malformed >= MaxMalformed)
            socket.Close(CloseReason.TooManyInvalidMessages);
    }

    private async Task CloseSessionAsync(bool keepForResume)
    {
        try
        {
            if (_turnedAway)
                await session.GiveBackAsync();
            else
                await session.CloseAsync(keepForResume);
        }
        catch (Exception exception)
        {
            SessionNotKept(_logger, session.Connection, session.Id, exception);
        }
    }
}
