using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Settings.Live;

internal sealed partial class LiveSettingsService
{
    [LoggerMessage(LogLevel.Information, "Changed {What} were read and hold from now on")]
    private static partial void WasReread(ILogger logger, string what);

    [LoggerMessage(LogLevel.Error, "Changed {What} cannot be used, and the last good ones go on to hold: {Problem}")]
    private static partial void IsBroken(ILogger logger, string what, string problem);

    [LoggerMessage(LogLevel.Information, "{Setting} is {Value} from now on")]
    private static partial void SettingChanged(ILogger logger, string setting, string value);

    [LoggerMessage(LogLevel.Warning, "{Setting} was changed, which takes effect when the node is started again")]
    private static partial void SettingWaits(ILogger logger, string setting);

    [LoggerMessage(LogLevel.Error, "Settings and files could not be looked after")]
    private static partial void ReloadFailed(ILogger logger, Exception exception);
}
