using Microsoft.Extensions.Logging;
using Streaming.Actors.Time;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Connections;

/// <summary>What all connections of a node share.</summary>
internal sealed record ConnectionServices(
    LimitOptions Limits, TimingWheel Wheel, TimeProvider Time, ConnectionCounters Counters, ILoggerFactory Loggers);
