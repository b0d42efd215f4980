using System.Text.RegularExpressions;

namespace Streaming.Architecture.Tests;

/// <summary>Rules that are about text rather than types.</summary>
public sealed partial class SourceRuleTests
{
    private const int MostLines = 500;

    [Fact]
    public void Files_AreShortEnoughToBeRead()
    {
        var tooLong = Sources.Find("src", "*.cs").Where(static path => Sources.Read(path).Count(static c => c == '\n') > MostLines);

        Assert.Empty(tooLong);
    }

    [Theory]
    // It would leave the simulation's one thread, and ASP.NET Core has no context to avoid.
    [InlineData(@"\.ConfigureAwait\(")]
    // The clock and randomness are injected; only the composition root knows where they come from.
    [InlineData(@"\b(DateTime|DateTimeOffset)\.(UtcNow|Now)\b")]
    [InlineData(@"\bRandom\.Shared\b|\bnew Random\(|\bGuid\.NewGuid\(")]
    [InlineData(@"\bThread\.Sleep\(")]
    [InlineData(@"\.Wait\(\)|\.WaitAll\(")]
    [InlineData(@"\basync void\b")]
    [InlineData(@"\b(TODO|FIXME|XXX|HACK)\b")]
    [InlineData(@"NotImplementedException")]
    public void Sources_DoWithout(string pattern)
    {
        var found = Sources.Find("src", "*.cs")
            .SelectMany(static path => Sources.Read(path).Split('\n').Select((line, i) => (Place: $"{path}:{i + 1}", Code: Comment().Replace(line, ""))))
            .Where(line => Regex.IsMatch(line.Code, pattern))
            .Select(static line => line.Place);

        Assert.Empty(found);
    }

    [Fact]
    public void Tests_DoNotSleep()
    {
        var found = Sources.Find("tests", "*.cs")
            .Where(static path => Path.GetFileName(path) != "SourceRuleTests.cs")
            .Where(static path => SleepCall().IsMatch(Sources.Read(path)));

        Assert.Empty(found);
    }

    [Fact]
    public void Tests_AreNotSkipped()
    {
        var found = Sources.Find("tests", "*.cs")
            .Where(static path => Path.GetFileName(path) != "SourceRuleTests.cs")
            .Where(static path => SkippedTest().IsMatch(Sources.Read(path)));

        Assert.Empty(found);
    }

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\(\s*(\d{2,}|TimeSpan\.From)")]
    private static partial Regex SleepCall();

    [GeneratedRegex(@"\[(Fact|Theory)\([^)]*Skip\s*=")]
    private static partial Regex SkippedTest();
}
