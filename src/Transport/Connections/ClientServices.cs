using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.Connections;

/// <summary>What all client connections of a node share.</summary>
internal sealed record ClientServices(
    MessagePipeline Pipeline,
    RequestHandlers Handlers,
    AnswerEncoder Answers,
    ServerMessages Messages,
    EventEncoder Events,
    FrameDeflater Deflater,
    ChannelRights Channels,
    IdSource Ids,
    ILogger<ClientConnection> Logger);
