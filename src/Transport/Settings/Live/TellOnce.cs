namespace Streaming.Transport.Settings.Live;

/// <summary>
/// What is wrong with something at the moment. It is tried again at each look, for not all that is put right changes a file's time (its rights, or what
/// the node had run out of); it is told again only when something else is wrong.
/// </summary>
internal sealed class TellOnce
{
    private IReadOnlyList<string> _told = [];

    public bool Any => _told.Count > 0;

    /// <returns>Null: that has been told.</returns>
    public Reload.Broken? Note(Reload.Broken broken)
    {
        bool isTold = broken.Problems.SequenceEqual(_told);
        _told = broken.Problems;
        return isTold ? null : broken;
    }

    /// <returns><paramref name="reload"/>.</returns>
    public Reload? Mended(Reload? reload)
    {
        _told = [];
        return reload;
    }
}
