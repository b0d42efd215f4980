using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>What all sessions of a node share.</summary>
internal sealed record SessionContext(
    NodeId Node,
    RoomRouter Router,
    RoomFeeds Feeds,
    Wildcards Wildcards,
    PresenceReporter Presence,
    PresenceWatches Watches,
    HistoryReader History,
    MessageAnnotator Messages,
    RoomsOfUser Rooms,
    ISessionStore Store,
    TimingWheel Wheel,
    TimeProvider Clock,
    IdSource Ids,
    SessionOptions Options,
    SessionHost Host,
    ILogger Logger);
