using System.Globalization;
using Spectre.Console;

namespace Streaming.Cli.Output;

/// <summary>One cell of a <see cref="Listing"/>.</summary>
internal readonly record struct Cell(string Text, Style Style)
{
    public static implicit operator Cell(string? text) => new(string.IsNullOrEmpty(text) ? Looks.Nothing : text, Style.Plain);

    public static implicit operator Cell(long number) => new(number.ToString("N0", CultureInfo.InvariantCulture), Style.Plain);
}
