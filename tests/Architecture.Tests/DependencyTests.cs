using System.Reflection;

namespace Streaming.Architecture.Tests;

/// <summary>Dependencies run one way: Node → {Transport, Redis} → Actors.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Actors = Assembly.Load("Streaming.Actors");
    private static readonly Assembly Transport = Assembly.Load("Streaming.Transport");
    private static readonly Assembly Redis = Assembly.Load("Streaming.Redis");
    private static readonly Assembly Node = Assembly.Load("Streaming.Node");
    private static readonly Assembly Cli = Assembly.Load("streamctl");

    [Fact]
    public void Actors_KnowNothingOfTheOthersOrOfTheWeb()
    {
        Assert.DoesNotContain(ReferencesOf(Actors), static name =>
            name.StartsWith("Streaming.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.StartsWith("System.Net", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal));
    }

    [Fact]
    public void Transport_KnowsTheActorsOnly()
    {
        Assert.Equal(["Streaming.Actors"], OwnReferencesOf(Transport));
    }

    [Fact]
    public void Redis_KnowsTheActorsOnly()
    {
        Assert.Equal(["Streaming.Actors"], OwnReferencesOf(Redis));
        Assert.DoesNotContain(ReferencesOf(Redis), static name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Transport_AndActors_KnowNoRedis()
    {
        Assert.DoesNotContain("StackExchange.Redis", ReferencesOf(Transport).Concat(ReferencesOf(Actors)));
    }

    [Fact]
    public void Transport_LeavesLoggingAndSettingsFilesToItsHost()
    {
        Assert.DoesNotContain(ReferencesOf(Transport), static name =>
            name.StartsWith("Serilog", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal));
    }

    [Fact]
    public void Node_KnowsAll()
    {
        Assert.Equal(["Streaming.Actors", "Streaming.Redis", "Streaming.Transport"], OwnReferencesOf(Node));
    }

    [Fact]
    public void Cli_KnowsTheNodesByTheirAnswersOnly()
    {
        Assert.Empty(OwnReferencesOf(Cli));
        Assert.DoesNotContain(ReferencesOf(Cli), static name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    private static IEnumerable<string> OwnReferencesOf(Assembly assembly) =>
        ReferencesOf(assembly).Where(static name => name.StartsWith("Streaming.", StringComparison.Ordinal)).Order();

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(static name => name.Name!);
}
