using Streaming.Transport.Filters;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>A word list that changes while the server runs.</summary>
public sealed class WordListReloadTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly StreamingOptions _options = new();
    private readonly LiveSettings _settings;

    public WordListReloadTests()
    {
        File.WriteAllText(_file, "bad\n");
        _options.Filters.Words.File = _file;
        _settings = new LiveSettings(_options);
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void AChangedList_HoldsFromThenOn()
    {
        var filter = new WordFilter(_settings);
        Assert.Equal("FILTER_WORD", Filtering.OutcomeOf(filter, "\"bad\""));

        File.WriteAllText(_file, "worse and worse\n");
        Assert.IsType<Reload.Done>(Assert.Single(_settings.Check(new NoSettingsSource())));

        Assert.Equal("ok", Filtering.OutcomeOf(filter, "\"bad\""));
        Assert.Equal("FILTER_WORD", Filtering.OutcomeOf(filter, "\"worse, and worse\""));
    }

    [Fact]
    public void ABrokenOne_ChangesNothing()
    {
        var filter = new WordFilter(_settings);
        File.WriteAllText(_file, "good\n!!!\n");

        Assert.IsType<Reload.Broken>(Assert.Single(_settings.Check(new NoSettingsSource())));
        Assert.Equal("FILTER_WORD", Filtering.OutcomeOf(filter, "\"bad\""));
        Assert.Equal("ok", Filtering.OutcomeOf(filter, "\"good\""));
    }
}
