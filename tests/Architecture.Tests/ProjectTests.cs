using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Streaming.Architecture.Tests;

/// <summary>The solution, its projects and the packages they use.</summary>
public sealed partial class ProjectTests
{
    private static IEnumerable<string> Projects =>
        new[] { "src", "tests", "benchmarks" }.SelectMany(static folder => Sources.Find(folder, "*.csproj"));

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        string solution = Sources.Read("Akka.Streaming.sln").Replace('\\', '/');
        var missing = Projects.Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Versions_OfPackagesStandInOnePlace()
    {
        var astray = Projects.Where(static path => XDocument.Parse(Sources.Read(path))
            .Descendants("PackageReference")
            .Any(static package => package.Attribute("Version") is not null
                || package.Attribute("VersionOverride") is not null
                || package.Element("Version") is not null));

        Assert.Empty(astray);
    }

    [Fact]
    public void Versions_AreExactAndUsed()
    {
        string references = string.Concat(Projects.Select(Sources.Read));
        var unused = Packages().Where(package => !references.Contains($"\"{package.Name}\"", StringComparison.Ordinal));

        Assert.Empty(unused);
        Assert.All(Packages(), static package => Assert.Matches(@"^\d+\.\d+\.\d+$", package.Version));
    }

    [Fact]
    public void Notices_NameEveryPackageWithItsVersion()
    {
        string notices = Sources.Read("THIRD-PARTY-NOTICES.md");
        var missing = Packages().Where(package => !Regex.IsMatch(
            notices, $@"\| {Regex.Escape(package.Name)} \| {Regex.Escape(package.Version)} \|"));

        Assert.Empty(missing);
    }

    [Fact]
    public void Product_HasOneVersion()
    {
        string version = VersionPrefix().Match(Sources.Read("Directory.Build.props")).Groups[1].Value;

        Assert.Contains($"## {version}", Sources.Read("CHANGELOG.md"));
        Assert.Contains($"\"version\": \"{version}\"", Sources.Read("clients/typescript/package.json"));
    }

    private static IEnumerable<(string Name, string Version)> Packages() =>
        XDocument.Parse(Sources.Read("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(static package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value));

    [GeneratedRegex("<VersionPrefix>(.+)</VersionPrefix>")]
    private static partial Regex VersionPrefix();
}
