namespace Streaming.Transport.Validators;

/// <summary>Which of the checks of <see cref="ActiveText"/> are on.</summary>
[Flags]
internal enum ActiveChecks
{
    None = 0,
    Scripts = 1,
    Markup = 2,
    Protocols = 4,
}
