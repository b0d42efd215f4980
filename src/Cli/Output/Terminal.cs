using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Streaming.Cli.Output;

/// <summary>Where a run writes to.</summary>
internal sealed class Terminal
{
    /// <summary>In a pipe nothing is wrapped: whoever reads it looks for lines.</summary>
    private const int WidthOfPipe = 10_000;

    private Terminal(IAnsiConsole console, TextWriter output, TextWriter error, bool isInteractive) =>
        (Console, Output, Error, IsInteractive) = (console, output, error, isInteractive);

    /// <summary>For what is drawn anew; the rest goes by <see cref="Show"/>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Plain text, for programs.</summary>
    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Somebody looks at it, so it may be drawn anew.</summary>
    public bool IsInteractive { get; }

    /// <summary>NO_COLOR, and what kind of terminal it is, are looked at by the console itself.</summary>
    public static Terminal OfThisProcess()
    {
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (System.Console.IsOutputRedirected)
            return ToPipe(System.Console.Out, System.Console.Error);

        return new Terminal(AnsiConsole.Console, System.Console.Out, System.Console.Error, AnsiConsole.Profile.Capabilities.Ansi);
    }

    /// <summary>No colours, no drawing, and no line is wrapped.</summary>
    public static Terminal ToPipe(TextWriter output, TextWriter error, int width = WidthOfPipe) =>
        new(Plain(output, width), output, error, isInteractive: false);

    /// <summary>Shows a table or the like. In a pipe no line ends in the blanks that fill its last column.</summary>
    public void Show(IRenderable what)
    {
        if (IsInteractive)
        {
            Console.Write(what);
            return;
        }

        using var written = new StringWriter(CultureInfo.InvariantCulture);
        Plain(written, Console.Profile.Width).Write(what);
        foreach (string line in written.ToString().TrimEnd('\n').Split('\n'))
            Output.WriteLine(line.TrimEnd());
    }

    public void Line(string text) => Show(new Text(text + "\n"));

    public void Blank() => Output.WriteLine();

    /// <summary>A remark that is no part of the result.</summary>
    public void Remark(string text) => Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"streamctl: {text}"));

    private static IAnsiConsole Plain(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        return console;
    }
}
