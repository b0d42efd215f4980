namespace Streaming.Support;

/// <summary>Where the project's files are, seen from a test's output folder.</summary>
public static class Checkout
{
    private const string Marker = "Akka.Streaming.sln";

    public static string Root { get; } = FindRoot();

    /// <summary><c>Debug</c> or <c>Release</c>: what the tests were built as, so what the program is taken from.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Release";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Marker}.");
    }
}
