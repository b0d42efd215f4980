using System.Diagnostics.Metrics;

namespace Streaming.Transport.Settings.Live;

/// <summary>Which settings and files cannot be used at the moment, for whoever collects metrics: the meter <see cref="Name"/>.</summary>
internal static class LiveSettingsMeter
{
    public const string Name = "Streaming.Settings";

    /// <summary>The instruments live as long as the factory.</summary>
    public static void Observe(IMeterFactory meters, LiveSettings settings) => meters.Create(Name).CreateObservableGauge(
        "streaming.settings.broken",
        () => settings.Broken.Count,
        "{file}",
        "Changed settings and files that cannot be used; the last good ones hold");
}
