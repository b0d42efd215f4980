namespace Streaming.Transport.Settings;

/// <summary>
/// The block <c>Validation:Content</c>. A message is text where its data is an object with a string in <see cref="TextField"/>, or a
/// string that is said to be text; all else is any JSON, and has no length.
/// </summary>
public sealed class ContentValidationOptions
{
    /// <summary>Fewest characters (Unicode scalar values) of a text, 0 to 1,000,000. 0: a text may be empty.</summary>
    public int MinLength { get; set; } = 1;

    /// <summary>Most characters (Unicode scalar values) of a text, 0 to 1,000,000. 0: as many as fit.</summary>
    public int MaxLength { get; set; } = 10_000;

    /// <summary>The member of data that is a message's text, where data is an object.</summary>
    public string TextField { get; set; } = "text";

    /// <summary>
    /// True: data that is a string is text in any case. False: only where <c>content_type</c> begins with <c>text/</c>, since a string may
    /// carry anything.
    /// </summary>
    public bool StringsAreText { get; set; }

    /// <summary>Members of data that every message must have, and not null: names with dots between them (<c>author.email</c>); 64 at most.</summary>
    public IReadOnlyList<string> RequiredFields { get; set; } = [];

    /// <summary>Members of data that must be absolute http or https addresses where they are there. Lists are looked into.</summary>
    public IReadOnlyList<string> UrlFields { get; set; } = [];

    /// <summary>Members of data that must be e-mail addresses where they are there. Lists are looked into.</summary>
    public IReadOnlyList<string> EmailFields { get; set; } = [];
}
