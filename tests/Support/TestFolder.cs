using System.Diagnostics;
using System.Globalization;

namespace Streaming.Support;

/// <summary>
/// A folder of a test, for as long as the process lives that made it. A run that is broken off is killed before it could clean up
/// (<c>dotnet test</c> does that to its test hosts), so what such runs have left is deleted by the next one.
/// </summary>
public sealed class TestFolder : IDisposable
{
    private const string Prefix = "streaming-test-";

    private readonly DirectoryInfo _folder;

    static TestFolder()
    {
        foreach (string folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (IsLeft(System.IO.Path.GetFileName(folder)))
                TryDelete(folder);
        }
    }

    /// <param name="kind">What it is for, as a part of its name.</param>
    public TestFolder(string kind) => _folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-{kind}-");

    public string Path => _folder.FullName;

    /// <summary>Writes a file below the folder and gives its full path.</summary>
    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsLeft(string name)
    {
        if (!int.TryParse(name[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            return false;

        try
        {
            using Process owner = Process.GetProcessById(id);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another run deletes it now, or it is another account's.
        }
    }
}
