using Spectre.Console;
using Spectre.Console.Rendering;

namespace Streaming.Cli.Output;

/// <summary>A table without lines, as one pipes it on: a heading, and a row a thing.</summary>
internal sealed class Listing
{
    private readonly Table _table = new() { Border = TableBorder.None, ShowRowSeparators = false };

    /// <param name="headings">In capitals; a column whose heading begins with <c>#</c> holds numbers, which stand to the right.</param>
    public Listing(params ReadOnlySpan<string> headings)
    {
        for (int i = 0; i < headings.Length; i++)
        {
            string heading = headings[i].TrimStart('#');
            var column = new TableColumn(new Text(heading, Looks.Heading)) { Padding = new Padding(0, 0, i == headings.Length - 1 ? 0 : 2, 0) };
            if (heading.Length < headings[i].Length)
                column.RightAligned();
            _table.AddColumn(column);
        }
    }

    public IRenderable Table => _table;

    public void Add(params Cell[] cells) => _table.AddRow(cells.Select(static cell => new Text(Printable.Of(cell.Text), cell.Style)));
}
