using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Settings.Live;

/// <summary>
/// Looks after files that may change while the server runs. It asks for their times now and then instead of being told: what
/// containers and network drives do to files is not told reliably.
/// </summary>
internal sealed partial class LiveSettingsService(
    LiveSettings settings,
    ISettingsSource source,
    TimeProvider time,
    ILogger<LiveSettingsService> logger,
    IMeterFactory? meters = null) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (meters is not null)
            LiveSettingsMeter.Observe(meters, settings);
        var interval = settings.Current.ReloadInterval;
        if (interval <= TimeSpan.Zero)
            return;

        Check();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Check();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Check()
    {
        try
        {
            foreach (var reload in settings.Check(source))
                Tell(reload);
        }
        catch (Exception exception)
        {
            // Whoever reads a file must say what is wrong with it and not throw. It is tried again when the file changes.
            ReloadFailed(logger, exception);
        }
    }

    private void Tell(Reload reload)
    {
        switch (reload)
        {
            case Reload.Done:
                WasReread(logger, reload.What);
                break;
            case Reload.Broken broken:
                foreach (string problem in broken.Problems)
                    IsBroken(logger, reload.What, problem);
                break;
            case Reload.Settings changed:
                foreach (var change in changed.Changes)
                    Tell(change);
                break;
            case Reload.Unchanged:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Tell(SettingChange change)
    {
        if (change.IsLive)
            SettingChanged(logger, change.Key, change.Value ?? "(secret)");
        else
            SettingWaits(logger, change.Key);
    }
}
