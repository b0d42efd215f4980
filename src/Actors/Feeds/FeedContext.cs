using Microsoft.Extensions.Logging;
using Streaming.Actors.Logs;
using Streaming.Actors.Time;

namespace Streaming.Actors.Feeds;

/// <summary>What all feeds of a node share.</summary>
internal sealed record FeedContext(IRoomLog Log, IScheduler Scheduler, TimingWheel Wheel, ILogger Logger);
