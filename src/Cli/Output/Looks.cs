using Spectre.Console;

namespace Streaming.Cli.Output;

/// <summary>What things look like. Only the sixteen colours that every terminal has, and which its user has chosen.</summary>
internal static class Looks
{
    /// <summary>Where there is nothing to show.</summary>
    public const string Nothing = "–";

    public static readonly Style Heading = new(decoration: Decoration.Bold);
    /// <summary>Dim, and not grey: in some palettes grey is the background.</summary>
    public static readonly Style Label = new(decoration: Decoration.Dim);
    public static readonly Style Good = new(foreground: Color.Green);
    public static readonly Style Warning = new(foreground: Color.Yellow);
    public static readonly Style Bad = new(foreground: Color.Red);
}
