using Serilog.Events;

namespace Streaming.Node.Settings;

/// <summary>Serilog's levels, which Serilog itself checks only when the log is made, and then by an exception.</summary>
internal static class LogLevels
{
    private const string Root = "Serilog:MinimumLevel";

    public static void Check(
        IConfiguration configuration, Func<string, string?> sourceOf, ICollection<SettingFault> faults)
    {
        var section = configuration.GetSection(Root);
        Check(section);
        Check(section.GetSection("Default"));
        foreach (var part in section.GetSection("Override").GetChildren())
            Check(part);

        void Check(IConfigurationSection level)
        {
            if (level.Value is not { } text || Enum.TryParse<LogEventLevel>(text, ignoreCase: true, out _))
                return;
            faults.Add(new SettingFault(
                level.Path, text, sourceOf(level.Path), "must be Verbose, Debug, Information, Warning, Error or Fatal"));
        }
    }
}
