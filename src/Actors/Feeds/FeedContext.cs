using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Logs;
using Streaming.Actors.Time;

namespace Streaming.Actors.Feeds;

/// <summary>What all feeds of a node share.</summary>
/// <param name="Channels">What channels are like.</param>
internal sealed record FeedContext(IRoomLog Log, IScheduler Scheduler, TimingWheel Wheel, ILogger Logger, ChannelPolicies Channels);
