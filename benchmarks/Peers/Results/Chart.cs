using System.Globalization;
using System.Net;
using System.Text;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>
/// A picture of a run, as SVG: for each load and each figure that is compared, a bar for each server, as long as its median; ours first.
/// </summary>
internal static class Chart
{
    private const int Width = 760;
    private const int NameWidth = 130;
    private const int ValueWidth = 150;
    private const int BarHeight = 16;
    private const int RowHeight = 21;
    private const int TitleHeight = 34;
    private const int Margin = 12;

    private const string Style = """
        text { font: 12px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600 } .bar { fill: #8c959f } .ours { fill: #0969da } .limit { fill: #d0d7de }
        .page { fill: #ffffff }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 } .page { fill: #0d1117 } .bar { fill: #6e7681 } .ours { fill: #4493f8 } .limit { fill: #3d444d }
        }
        """;

    public static string Of(RunResults results)
    {
        var body = new StringBuilder();
        int top = Margin;
        foreach (LoadResults load in results.Loads)
        {
            foreach (Metric metric in load.Metrics.Where(static one => one.IsCompared))
                top = Draw(body, load, metric, top);
        }

        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{top}" viewBox="0 0 {Width} {top}" role="img" aria-label="Medians of each server">
            <style>{Style}</style>
            <rect class="page" width="{Width}" height="{top}"/>
            {body}</svg>

            """;
    }

    /// <returns>Where the next begins.</returns>
    private static int Draw(StringBuilder body, LoadResults load, Metric metric, int top)
    {
        string[] peers = [.. load.Peers.Where(peer => load.Has(peer, metric))];
        double longest = peers.Max(peer => load.Median(peer, metric));
        string title = string.Join(", ", new[] { load.Scenario.Name, load.Load }.Where(static one => one.Length > 0));
        body.AppendLine(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Margin}\" y=\"{top + 20}\">{WebUtility.HtmlEncode($"{title}: {metric.Name}")}</text>");
        top += TitleHeight;
        foreach (string peer in peers)
        {
            double value = load.Median(peer, metric);
            double length = longest > 0 ? value / longest * (Width - NameWidth - ValueWidth - (2 * Margin)) : 0;
            string kind = peer is RunResults.Ours or "limit" ? peer : "bar";
            string ratio = peer != RunResults.Ours && load.Ratio(peer, metric) is { } times && double.IsFinite(times)
                ? string.Create(CultureInfo.InvariantCulture, $" (ours × {times:0.00})")
                : "";
            body.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{top + 12}\">{WebUtility.HtmlEncode(peer)}</text>");
            body.AppendLine(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{Margin + NameWidth}\" y=\"{top}\" width=\"{length:0.0}\" height=\"{BarHeight}\" rx=\"2\"/>");
            body.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Margin + NameWidth + length + 6:0.0}\" y=\"{top + 12}\">{metric.Format(value)}{ratio}</text>");
            top += RowHeight;
        }

        return top + Margin;
    }
}
