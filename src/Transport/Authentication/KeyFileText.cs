using System.Security;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>Reads a small file that a setting names.</summary>
internal static class KeyFileText
{
    /// <summary>The text, or null after adding why it cannot be read to <paramref name="problems"/>.</summary>
    public static string? Read(string setting, string path, ICollection<SettingProblem> problems)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception
            is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            string why = exception is FileNotFoundException or DirectoryNotFoundException
                ? "there is none"
                : "it cannot be opened";
            problems.Add(new SettingProblem(setting, path, $"must name a readable file; {why} at {FullPath(path)}"));
            return null;
        }
    }

    private static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            return path;
        }
    }
}
