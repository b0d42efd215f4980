using System.Diagnostics.CodeAnalysis;

namespace Streaming.Node.Settings.Values;

/// <summary>How the values of one kind of setting are written, and which of them are allowed.</summary>
internal interface IValueKind<T>
{
    /// <summary>The end of a sentence that begins with the setting: "must be …".</summary>
    string Allowed { get; }

    /// <summary>Whether the value is a list, and may be written as several numbered keys.</summary>
    bool IsList => false;

    /// <param name="texts">One text, or for a list any number of them.</param>
    /// <param name="value">The value, if it is allowed.</param>
    bool TryParse(IReadOnlyList<string> texts, [MaybeNullWhen(false)] out T value);

    /// <summary>The value as it could be written; empty for none.</summary>
    string Format(T value);
}
