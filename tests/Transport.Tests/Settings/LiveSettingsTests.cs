using Streaming.Support;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Tests.Settings;

/// <summary>What becomes of settings and files that change while the server runs.</summary>
public sealed class LiveSettingsTests : IDisposable
{
    private readonly TestFolder _folder = new("live");
    private readonly Source _source = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FileThatHolds_IsReadAtOnce()
    {
        var settings = Settings("words.txt", "one");

        Assert.Equal("one", LoadWords(settings).Value);
    }

    [Fact]
    public void Load_FileThatDoesNotHold_StopsTheStart()
    {
        var settings = Settings("words.txt", "broken");

        var thrown = Assert.Throws<InvalidSettingsException>(() => LoadWords(settings));

        Assert.Contains("must not be broken", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NothingChanged_ReadsNothing()
    {
        var settings = Settings("words.txt", "one");
        int reads = 0;
        settings.Load("words", Files, (options, _) => $"{reads++}");

        Assert.Empty(settings.Check(_source));
        Assert.Empty(settings.Check(_source));

        Assert.Equal(1, reads);
    }

    [Fact]
    public void Check_ChangedFile_HoldsAndIsTold()
    {
        var settings = Settings("words.txt", "one");
        var words = LoadWords(settings);
        List<string> told = [];
        words.Changed += told.Add;

        Write("words.txt", "three");
        var reload = Assert.Single(settings.Check(_source));

        Assert.IsType<Reload.Done>(reload);
        Assert.Equal("three", words.Value);
        Assert.Equal(["three"], told);
    }

    [Fact]
    public void Check_BrokenFile_KeepsTheLastGoodAndSaysSoOnce()
    {
        var settings = Settings("words.txt", "one");
        var words = LoadWords(settings);

        Write("words.txt", "broken");
        var broken = Assert.IsType<Reload.Broken>(Assert.Single(settings.Check(_source)));
        Assert.Contains("must not be broken", Assert.Single(broken.Problems), StringComparison.Ordinal);
        Assert.Empty(settings.Check(_source));
        Assert.Equal("one", words.Value);
        Assert.Equal(["words"], settings.Broken);

        Write("words.txt", "mended");
        Assert.IsType<Reload.Done>(Assert.Single(settings.Check(_source)));
        Assert.Equal("mended", words.Value);
        Assert.Empty(settings.Broken);
    }

    [Fact]
    public void Check_FileGone_KeepsTheLastGood()
    {
        var settings = Settings("words.txt", "one");
        var words = LoadWords(settings);

        File.Delete(Path("words.txt"));

        Assert.IsType<Reload.Broken>(Assert.Single(settings.Check(_source)));
        Assert.Equal("one", words.Value);
    }

    [Fact]
    public void Check_FilesBehindALinkThatIsSwapped_AreReadAgain()
    {
        Write("first/words.txt", "one");
        Write("second/words.txt", "two");
        File.CreateSymbolicLink(Path("words.txt"), Path("first/words.txt"));
        var settings = new LiveSettings(new StreamingOptions { ApiKeys = { File = Path("words.txt") } });
        var words = LoadWords(settings);

        File.Delete(Path("words.txt"));
        File.CreateSymbolicLink(Path("words.txt"), Path("second/words.txt"));

        Assert.IsType<Reload.Done>(Assert.Single(settings.Check(_source)));
        Assert.Equal("two", words.Value);
    }

    [Fact]
    public void Check_ChangedSettings_AreDerivedAndLoadedAnew()
    {
        var settings = Settings("words.txt", "one");
        var words = LoadWords(settings);
        var size = settings.Derive(static options => $"{options.Limits.MaxMessageSize}");
        settings.Check(_source);

        _source.Change(new StreamingOptions
        {
            Limits = { MaxMessageSize = 1024 },
            ApiKeys = { File = Write("other.txt", "other") },
        });
        var reloads = settings.Check(_source);

        Assert.Equal(("1024", "other"), (size.Value, words.Value));
        Assert.Equal(1024, settings.Current.Limits.MaxMessageSize);
        Assert.Equal([typeof(Reload.Settings), typeof(Reload.Done)], reloads.Select(static reload => reload.GetType()));
    }

    [Fact]
    public void Check_BrokenSettings_KeepTheLastGood()
    {
        var settings = Settings("words.txt", "one");
        var size = settings.Derive(static options => $"{options.Limits.MaxMessageSize}");
        settings.Check(_source);

        _source.Break("Streaming:Limits:MaxMessageSize: must be a number");
        var broken = Assert.IsType<Reload.Broken>(Assert.Single(settings.Check(_source)));

        Assert.Equal(["Streaming:Limits:MaxMessageSize: must be a number"], broken.Problems);
        Assert.Equal("65536", size.Value);
        Assert.Equal(["settings"], settings.Broken);

        _source.Change(new StreamingOptions { ApiKeys = { File = Path("words.txt") } });
        settings.Check(_source);
        Assert.Empty(settings.Broken);
    }

    // Rights, or what the node has run out of: a file's time says nothing of them.
    [Fact]
    public void Check_ReadThatFails_IsTriedAgainThoughNoFileChanges()
    {
        var settings = Settings("words.txt", "one");
        bool isShut = false;
        var words = settings.Load("words", Files, (options, problems) =>
        {
            if (isShut)
                problems.Add(new SettingProblem("Words", "words.txt", "must be readable"));
            return File.ReadAllText(options.ApiKeys.File!);
        });

        isShut = true;
        Write("words.txt", "three");
        Assert.IsType<Reload.Broken>(Assert.Single(settings.Check(_source)));
        Assert.Empty(settings.Check(_source));
        isShut = false;

        Assert.IsType<Reload.Done>(Assert.Single(settings.Check(_source)));
        Assert.Equal("three", words.Value);
        Assert.Empty(settings.Broken);
    }

    [Fact]
    public void Check_PartThatThrows_IsBrokenByNameAndTheOthersSeeTheChange()
    {
        var settings = Settings("words.txt", "one");
        bool throws = false;
        settings.Load("first", static _ => [], (_, _) => throws ? throw new InvalidOperationException("odd") : "read");
        settings.Derive(_ => throws ? throw new InvalidOperationException("odd") : new Version(1, 0));
        var told = settings.Load("told", static _ => [], static (_, _) => "told");
        told.Changed += _ => Assert.False(throws);
        var size = settings.Derive(static options => $"{options.Limits.MaxMessageSize}");
        settings.Check(_source);

        throws = true;
        _source.Change(new StreamingOptions { Limits = { MaxMessageSize = 1024 } });
        settings.Check(_source);

        Assert.Equal("1024", size.Value);
        Assert.Equal(["Version", "first", "told"], settings.Broken.Order(StringComparer.Ordinal));
        throws = false;
        settings.Check(_source);
        Assert.Empty(settings.Broken);
    }

    [Fact]
    public void Check_SettingsThatCannotBeRead_AreTriedAgain()
    {
        var settings = Settings("words.txt", "one");
        settings.Check(_source);

        _source.Break("the file is in use");
        settings.Check(_source);
        Assert.Empty(settings.Check(_source));
        _source.Mend(new StreamingOptions { Limits = { MaxMessageSize = 1024 } });
        settings.Check(_source);

        Assert.Equal(1024, settings.Current.Limits.MaxMessageSize);
        Assert.Empty(settings.Broken);
    }

    private static IReadOnlyList<string> Files(StreamingOptions options) => [options.ApiKeys.File!];

    private static Live<string> LoadWords(LiveSettings settings) => settings.Load("words", Files, static (options, problems) =>
    {
        string path = options.ApiKeys.File!;
        string text = File.Exists(path) ? File.ReadAllText(path) : "broken";
        if (text == "broken")
            problems.Add(new SettingProblem("Words", path, "must not be broken"));
        return text;
    });

    private LiveSettings Settings(string file, string text) =>
        new(new StreamingOptions { ApiKeys = { File = Write(file, text) } });

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private string Write(string name, string text) => _folder.Write(name, text);

    private sealed class Source : ISettingsSource
    {
        private SettingsReading? _next;
        private int _version;

        public IReadOnlyList<string> Files => [$"version {_version}"];

        public SettingsReading Read() => _next!;

        public void Change(StreamingOptions options) => (_next, _version) = (new SettingsReading.Good(options, []), _version + 1);

        /// <summary>No file's time changes.</summary>
        public void Mend(StreamingOptions options) => _next = new SettingsReading.Good(options, []);

        public void Break(string problem) => (_next, _version) = (new SettingsReading.Broken([problem]), _version + 1);
    }
}
