using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>
/// How many entries of a log to read at once, whose sizes only the log knows: some at first, and then as many as fit into <see cref="ReadBytes"/>, if
/// they are as large as those that came.
/// </summary>
internal struct ReadPace
{
    /// <summary>Entries of the first read: 4 MiB, were each as large as a message can be where nothing else is set.</summary>
    public const int First = 64;

    public const int Max = 256;

    private const int ReadBytes = 1024 * 1024;

    private int _entries;

    /// <summary>All that was read.</summary>
    public long Bytes { get; private set; }

    public readonly int Next => _entries == 0 ? First : (int)Math.Clamp((long)ReadBytes * _entries / Math.Max(1, Bytes), 1, Max);

    public void Note(LogPage page)
    {
        _entries += page.Events.Length;
        foreach (RoomEvent e in page.Events)
            Bytes += e.Weight;
    }
}
