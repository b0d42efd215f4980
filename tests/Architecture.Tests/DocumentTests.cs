using System.Text.RegularExpressions;

namespace Streaming.Architecture.Tests;

/// <summary>Documents name files that are there.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Sources.Find(".", "*.md")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_LeadSomewhere(string document)
    {
        string folder = Path.GetDirectoryName(document) ?? "";
        var dead = Link().Matches(Sources.Read(document))
            .Select(static match => match.Groups[1].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(static target => target.Split('#')[0])
            .Where(target => !Sources.Exists(Path.Combine(folder, target)));

        Assert.Empty(dead);
    }

    [Fact]
    public void Architecture_NamesOnlyFilesThatExist()
    {
        string[] paths = [.. RepositoryPath().Matches(Sources.Read("ARCHITECTURE.md")).Select(static match => match.Value)];
        var missing = paths.Where(static path => !Sources.Exists(path));

        Assert.True(paths.Length >= 10, "ARCHITECTURE.md is to lead through the code, one file a hop");
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    // `src/Actors/Rooms/RoomActor.cs` and `tests/Contracts/`, wherever they stand in the text.
    [GeneratedRegex(@"(?<![\w/])(src|tests|benchmarks|clients|config|docs)/[\w./-]*[\w/]")]
    private static partial Regex RepositoryPath();
}
