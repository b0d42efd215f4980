using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Streaming.Architecture.Tests;

/// <summary>Names say what a thing is in this domain, and where it is found.</summary>
public sealed partial class NamingTests
{
    public static TheoryData<string> Assemblies => ["Streaming.Actors", "Streaming.Transport", "Streaming.Node", "streamctl"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Types_AreNotCalledAfterNothingInParticular(string assembly)
    {
        var vague = Assembly.Load(assembly).GetTypes()
            .Where(static type => !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            // What source generators make has names that nobody could write.
            .Where(static type => !type.FullName!.Contains('<', StringComparison.Ordinal))
            .Where(static type => VagueWord().IsMatch(type.Name) || VagueWord().IsMatch(type.Namespace ?? ""))
            .Select(static type => type.FullName);

        Assert.Empty(vague);
    }

    [Fact]
    public void Namespaces_AreTheFolders()
    {
        var astray = Sources.Find("src", "*.cs")
            .Where(static path => NamespaceLine().Match(Sources.Read(path)) is { Success: true } match
                && match.Groups[1].Value != Expected(path));

        Assert.Empty(astray);
    }

    [Fact]
    public void Files_AreCalledLikeTheTypeTheyHold()
    {
        var astray = Sources.Find("src", "*.cs").Where(static path =>
            Path.GetFileName(path) != "Program.cs"
            && !Regex.IsMatch(
                Sources.Read(path),
                $@"\b(class|struct|record|interface|enum|delegate [\w<>?,\[\] ]+)\s+{Regex.Escape(Path.GetFileName(path).Split('.')[0])}\b"));

        Assert.Empty(astray);
    }

    // src/Transport/Authentication/X.cs is in Streaming.Transport.Authentication.
    private static string Expected(string path) =>
        "Streaming." + string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex("Manager|Helper|Utils?$|Utilit|Misc|Common$")]
    private static partial Regex VagueWord();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
