using System.Globalization;

namespace Streaming.Actors.Ids;

/// <summary>
/// The global id of a logged event: <c>{epoch}-{seq}</c>. Derived, so no node has to store or
/// agree on it, and an edit that names a message leads straight to its place in the log.
/// </summary>
public readonly record struct MessageId(Epoch Epoch, long Seq)
{
    public static bool TryParse(string? text, out MessageId id)
    {
        id = default;
        int dash = text?.LastIndexOf('-') ?? -1;
        if (dash <= 0
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long seq))
        {
            return false;
        }

        id = new MessageId(new Epoch(text![..dash]), seq);
        return seq > 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch.Value}-{Seq}");
}
