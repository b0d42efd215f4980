namespace Streaming.Transport.Settings.Live;

/// <summary>One thing that is made of settings and files.</summary>
internal abstract class LivePart
{
    private readonly TellOnce _problems = new();

    /// <summary>What it is, for logs and metrics: <c>API keys</c>.</summary>
    public abstract string What { get; }

    /// <summary>
    /// Makes it again if the settings or its files have changed, or if that failed the last time. Null: they have not, or it failed as it did then.
    /// Does not throw: what one part does wrong is not to keep the others from what changed.
    /// </summary>
    public Reload? Check(StreamingOptions options, bool haveSettingsChanged)
    {
        Reload? reload;
        try
        {
            reload = Make(options, haveSettingsChanged, _problems.Any);
        }
        catch (Exception exception)
        {
            reload = new Reload.Broken(What, [$"{exception.GetType().Name}: {exception.Message}"]);
        }

        return reload is Reload.Broken broken ? _problems.Note(broken) : _problems.Mended(reload);
    }

    /// <param name="options">The settings of now.</param>
    /// <param name="haveSettingsChanged">Since the last time.</param>
    /// <param name="isBroken">The last time failed.</param>
    protected abstract Reload? Make(StreamingOptions options, bool haveSettingsChanged, bool isBroken);
}

internal sealed class DerivedPart<T>(Func<StreamingOptions, T> make, Live<T> live) : LivePart
    where T : class
{
    public override string What => typeof(T).Name;

    protected override Reload? Make(StreamingOptions options, bool haveSettingsChanged, bool isBroken)
    {
        if (!haveSettingsChanged && !isBroken)
            return null;
        live.Set(make(options));
        return isBroken ? new Reload.Done(What) : null;
    }
}

internal sealed class LoadedPart<T>(
    string what,
    Func<StreamingOptions, IReadOnlyList<string>> files,
    Func<StreamingOptions, ICollection<SettingProblem>, T> read,
    Live<T> live,
    FileStamp stamp) : LivePart
    where T : class
{
    private FileStamp _stamp = stamp;

    public override string What => what;

    protected override Reload? Make(StreamingOptions options, bool haveSettingsChanged, bool isBroken)
    {
        // Taken before the files are read: a change in between is then seen the next time.
        var now = FileStamp.Of(files(options));
        if (now == _stamp && !haveSettingsChanged && !isBroken)
            return null;

        bool haveFilesChanged = now != _stamp;
        _stamp = now;
        var problems = new List<SettingProblem>();
        var value = read(options, problems);
        if (problems.Count > 0)
            return new Reload.Broken(what, [.. problems.Select(static problem => problem.ToString())]);

        live.Set(value);
        return haveFilesChanged || isBroken ? new Reload.Done(what) : new Reload.Unchanged(what);
    }
}
