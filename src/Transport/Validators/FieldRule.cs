namespace Streaming.Transport.Validators;

/// <summary>What a member of data has to be.</summary>
internal enum FieldRule
{
    /// <summary>There; not null, and no text without content.</summary>
    Required,

    /// <summary>If it is there, an absolute http or https address.</summary>
    Url,

    /// <summary>If it is there, an e-mail address.</summary>
    Email,
}
