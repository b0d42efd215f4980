using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Streaming.Cli.Commands;

/// <summary>Holds options to a range. What is no number at all is the parser's to refuse, and asking it for the value would throw.</summary>
internal static class NumberRange
{
    public static T Within<T>(this T option, double from, double to)
        where T : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [Token token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double number) && !(number >= from && number <= to))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be {from} to {to}"));
        });
        return option;
    }
}
