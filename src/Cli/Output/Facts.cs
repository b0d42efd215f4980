using Spectre.Console;
using Spectre.Console.Rendering;

namespace Streaming.Cli.Output;

/// <summary>What is known of one thing: a label and a value a line.</summary>
internal sealed class Facts
{
    private readonly Grid _grid = new Grid()
        .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 3, 0) })
        .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });

    public IRenderable Grid => _grid;

    public Facts Add(string label, Cell value)
    {
        _grid.AddRow(new Text(label, Looks.Label), new Text(Printable.Of(value.Text), value.Style));
        return this;
    }
}
