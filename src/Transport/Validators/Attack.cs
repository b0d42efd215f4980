namespace Streaming.Transport.Validators;

/// <summary>What a text was found to hold.</summary>
internal enum Attack
{
    None,

    /// <summary>A script element.</summary>
    Script,

    /// <summary>Markup that runs code or loads a page, without a script element.</summary>
    Markup,

    /// <summary>An address that is code.</summary>
    Protocol,

    /// <summary>An address that leads elsewhere than it seems to.</summary>
    Url,

    /// <summary>A domain that the settings forbid.</summary>
    Domain,

    /// <summary>A piece of SQL that changes what a statement means.</summary>
    Sql,
}
