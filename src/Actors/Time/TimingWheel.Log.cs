using Microsoft.Extensions.Logging;

namespace Streaming.Actors.Time;

public sealed partial class TimingWheel
{
    [LoggerMessage(LogLevel.Error, "A {EntryType} threw when it was due; the wheel goes on")]
    private static partial void EntryThrew(ILogger logger, Type entryType, Exception exception);
}
