using Streaming.Transport;

namespace Streaming.Node.Settings;

/// <summary>One line of the catalogue: all that is known about one setting.</summary>
internal abstract class Setting
{
    /// <summary>Without the section: <c>Limits:MaxMessageSize</c>.</summary>
    public required string Key { get; init; }

    /// <summary>For people who set it: what it does, in a sentence without a full stop.</summary>
    public required string Note { get; init; }

    /// <summary>Whether a change of it in a file is taken over while the node runs.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Marks it as one that is taken over while the node runs.</summary>
    public Setting Live()
    {
        IsLive = true;
        return this;
    }

    /// <summary>What may be shown of a text that it was set to; null when nothing may.</summary>
    public abstract string? Mask(string text);

    /// <summary>The end of a sentence that begins with the setting: "must be …".</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether the value is a list, and may be written as several numbered keys.</summary>
    public abstract bool IsList { get; }

    /// <summary>The value as it could be written; empty for none.</summary>
    public abstract string Show(StreamingOptions options);

    /// <summary>False if the value is not <see cref="Allowed"/>; <paramref name="options"/> is unchanged then.</summary>
    public abstract bool TryBind(StreamingOptions options, IReadOnlyList<string> texts);
}
