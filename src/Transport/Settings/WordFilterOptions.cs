namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Words</c>.</summary>
public sealed class WordFilterOptions
{
    /// <summary>False: words are not looked for.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A text file with a word or phrase a line; read again when it changes. Null: no words.</summary>
    public string? File { get; set; }

    /// <summary>What is done with a message in which a listed word stands.</summary>
    public WordAction Action { get; set; } = WordAction.Block;

    /// <summary>What takes a word's place, 0 to 16 characters.</summary>
    public string ReplaceWith { get; set; } = "***";
}
