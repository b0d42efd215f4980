using Streaming.Transport.Settings.Live;

namespace Streaming.Node.Settings;

/// <summary>The files of a node's settings, read again while it runs. Environment and command line stay what they were.</summary>
/// <param name="settings">The settings of this start.</param>
/// <param name="arguments">The command line of this start.</param>
/// <param name="environment">The environment's variables at this start.</param>
internal sealed class SettingsFiles(
    NodeSettings settings, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) : ISettingsSource
{
    private NodeSettings _last = settings;

    public IReadOnlyList<string> Files => _last.Files;

    public SettingsReading Read()
    {
        // What settings name is read by whoever uses it, which also says what is wrong with it.
        var read = NodeSettings.Load(arguments, environment, opensFiles: false);
        if (read.Faults.Count > 0)
            return new SettingsReading.Broken([.. read.Faults.Select(static fault => fault.ToString())]);
        // On its way to be replaced, most likely. Without it the defaults would hold for as long as that takes.
        string[] missing = [.. _last.FilesRead.Except(read.FilesRead)];
        if (missing.Length > 0)
            return new SettingsReading.Broken([.. missing.Select(static path => $"{path} is not there any more; start the node anew to do without it")]);

        var changes = SettingCatalogue.All.Where(HasChanged).Select(setting => new SettingChange(
            $"{SettingCatalogue.Section}:{setting.Key}", setting.Mask(setting.Show(read.Options)), setting.IsLive)).ToList();
        _last = read;
        return new SettingsReading.Good(read.Options, changes);

        bool HasChanged(Setting setting) => setting.Show(read.Options) != setting.Show(_last.Options);
    }
}
