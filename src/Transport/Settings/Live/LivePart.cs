namespace Streaming.Transport.Settings.Live;

/// <summary>One thing that is made of settings and files.</summary>
internal abstract class LivePart
{
    /// <summary>What it is, for logs and metrics: <c>API keys</c>.</summary>
    public abstract string What { get; }

    /// <summary>Makes it again if the settings or its files have changed. Null: they have not.</summary>
    public abstract Reload? Check(StreamingOptions options, bool haveSettingsChanged);
}

internal sealed class DerivedPart<T>(Func<StreamingOptions, T> make, Live<T> live) : LivePart
    where T : class
{
    public override string What => typeof(T).Name;

    public override Reload? Check(StreamingOptions options, bool haveSettingsChanged)
    {
        if (haveSettingsChanged)
            live.Set(make(options));
        return null;
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

    public override Reload? Check(StreamingOptions options, bool haveSettingsChanged)
    {
        // Taken before the files are read: a change in between is then seen the next time.
        var now = FileStamp.Of(files(options));
        if (now == _stamp && !haveSettingsChanged)
            return null;

        bool haveFilesChanged = now != _stamp;
        _stamp = now;
        var problems = new List<SettingProblem>();
        var value = read(options, problems);
        if (problems.Count > 0)
            return new Reload.Broken(what, [.. problems.Select(static problem => problem.ToString())]);

        live.Set(value);
        return haveFilesChanged ? new Reload.Done(what) : new Reload.Unchanged(what);
    }
}
