using System.Diagnostics;

namespace Streaming.Chaos.Clusters;

/// <summary>Short programs of the system, such as <c>ip</c>.</summary>
internal static class Shell
{
    // Where Debian keeps what only root needs.
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <summary>The program's path; null when it is not installed.</summary>
    public static string? Find(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs one and waits for its end.</summary>
    /// <returns>Whether it ended with 0, and what it said on stderr.</returns>
    public static async Task<(bool Done, string Error)> TryAsync(string program, params string[] arguments)
    {
        if (Find(program) is not { } path)
            return (false, $"{program} is not installed");

        using Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, error.Trim());
    }

    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        (bool done, string error) = await TryAsync(program, arguments);
        if (!done)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }
}
