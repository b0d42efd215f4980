namespace Streaming.Transport.Settings.Live;

/// <summary>What tells one state of some files from another without reading them. A record: equal stamps, same files.</summary>
internal sealed record FileStamp(string Text)
{
    public static FileStamp Of(IReadOnlyList<string> paths) => new(string.Join('\n', paths.Select(OfOne)));

    // Through links: what mounts settings into containers swaps a link, and leaves the file's own name as it was.
    private static string OfOne(string path)
    {
        try
        {
            FileSystemInfo file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return file is FileInfo { Exists: true } found
                ? $"{path} {found.FullName} {found.LastWriteTimeUtc.Ticks} {found.Length}"
                : $"{path} -";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{path} ?";
        }
    }
}
