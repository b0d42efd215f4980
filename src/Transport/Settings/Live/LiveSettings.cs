using System.Collections.Immutable;

namespace Streaming.Transport.Settings.Live;

/// <summary>
/// Settings that may change while the server runs, and what is made of them and of the files they name. What cannot be
/// used changes nothing: what was good last goes on to hold, until it is put right.
/// </summary>
public sealed class LiveSettings
{
    /// <summary>What the settings themselves are called among what is read again.</summary>
    internal const string Self = "settings";

    private readonly Lock _gate = new();
    private readonly List<LivePart> _parts = [];
    private ImmutableSortedSet<string> _broken = [];
    private readonly TellOnce _problems = new();
    private FileStamp? _stamp;

    public LiveSettings(StreamingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Current = options;
    }

    /// <summary>The settings as they were read last. Only what is <see cref="Derive"/>d or <see cref="Load"/>ed follows changes.</summary>
    public StreamingOptions Current { get; private set; }

    /// <summary>What cannot be read at the moment, by name: the last good state of it holds.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    /// <summary>Makes something of the settings, and makes it again when they change.</summary>
    /// <param name="make">Quick, and does not throw for settings whose values are in their ranges.</param>
    public Live<T> Derive<T>(Func<StreamingOptions, T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (_gate)
        {
            var live = new Live<T>(make(Current));
            _parts.Add(new DerivedPart<T>(make, live));
            return live;
        }
    }

    /// <summary>Makes something of files that settings name, now and whenever the files or the settings change.</summary>
    /// <param name="what">What it is, for logs and metrics: <c>API keys</c>.</param>
    /// <param name="files">The files' paths; none if no setting names one.</param>
    /// <param name="read">Adds what is wrong, and then what it returns is not looked at.</param>
    /// <exception cref="InvalidSettingsException">It cannot be used now, at the start.</exception>
    public Live<T> Load<T>(
        string what,
        Func<StreamingOptions, IReadOnlyList<string>> files,
        Func<StreamingOptions, ICollection<SettingProblem>, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(read);
        lock (_gate)
        {
            var stamp = FileStamp.Of(files(Current));
            var problems = new List<SettingProblem>();
            var live = new Live<T>(read(Current, problems));
            if (problems.Count > 0)
                throw new InvalidSettingsException(problems);
            _parts.Add(new LoadedPart<T>(what, files, read, live, stamp));
            return live;
        }
    }

    /// <summary>Looks whether anything has changed, and takes over what holds. Called by one at a time.</summary>
    internal IReadOnlyList<Reload> Check(ISettingsSource source)
    {
        lock (_gate)
        {
            List<Reload> reloads = [];
            bool haveSettingsChanged = CheckSettings(source, reloads);
            foreach (var part in _parts)
            {
                if (part.Check(Current, haveSettingsChanged) is { } reload)
                    reloads.Add(reload);
            }

            foreach (var reload in reloads)
                _broken = reload is Reload.Broken ? _broken.Add(reload.What) : _broken.Remove(reload.What);
            return reloads;
        }
    }

    private bool CheckSettings(ISettingsSource source, List<Reload> reloads)
    {
        // The first look only notes what was read at the start.
        var now = FileStamp.Of(source.Files);
        if (now == (_stamp ??= now) && !_problems.Any)
            return false;

        _stamp = now;
        switch (Read(source))
        {
            case SettingsReading.Good good:
                Current = good.Options;
                reloads.Add(_problems.Mended(new Reload.Settings(good.Changes))!);
                return true;
            case SettingsReading.Broken broken:
                if (_problems.Note(new Reload.Broken(Self, broken.Problems)) is { } told)
                    reloads.Add(told);
                return false;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static SettingsReading Read(ISettingsSource source)
    {
        try
        {
            return source.Read();
        }
        catch (Exception exception)
        {
            return new SettingsReading.Broken([$"{exception.GetType().Name}: {exception.Message}"]);
        }
    }
}
