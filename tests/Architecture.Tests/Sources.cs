using Streaming.Support;

namespace Streaming.Architecture.Tests;

/// <summary>The files of the checkout, without what builds leave behind.</summary>
internal static class Sources
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts", ".git", "dist"];

    /// <summary>Paths from the checkout's root, with slashes.</summary>
    public static IEnumerable<string> Find(string folder, string pattern)
    {
        string root = Checkout.PathOf(folder);
        return Directory.EnumerateFiles(root, pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(static path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(static path => !path.Split('/').Any(Generated.Contains))
            .Order(StringComparer.Ordinal);
    }

    public static string Read(string path) => File.ReadAllText(Checkout.PathOf(path));

    public static bool Exists(string path) =>
        File.Exists(Checkout.PathOf(path)) || Directory.Exists(Checkout.PathOf(path));
}
