using System.Globalization;
using System.Text;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Reports;

/// <summary>A report for people.</summary>
internal static class ReportTable
{
    private const int MostViolations = 20;

    public static string Of(ChaosReport report)
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine(culture, $"seed {report.Seed}, {report.Seconds:F0} s, {report.Nodes} nodes, {report.Clients} clients, {report.Rooms} rooms");
        text.AppendLine();
        text.AppendLine(culture, $"published     {report.Published,9}     delivered      {report.Delivered,9}");
        text.AppendLine(culture, $"acked         {report.Acked,9}     came back      {report.Resumed,9}  (missing nothing)");
        text.AppendLine(culture, $"lost          {report.Lost,9}     not recovered  {report.NotRecovered,9}  (and told so)");
        text.AppendLine(culture, $"duplicated    {report.Duplicated,9}     longest ghost  {Seconds(report.LongestGhostMs),9}");
        text.AppendLine(culture, $"out of order  {report.OutOfOrder,9}     other          {report.OtherViolations,9}");
        text.AppendLine();
        text.AppendLine("fault                times   broken  no publish: median     worst   all well after   ghost  errors");
        foreach (FaultKindReport kind in report.Faults)
        {
            string errors = string.Join(", ", kind.Errors.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Value} {one.Key}"));
            text.AppendLine(culture, $"{kind.Kind,-20} {kind.Times,5} {Seconds(kind.MendedMaxMs),8} {Seconds(kind.SilenceMedianMs),19} {Seconds(kind.SilenceMaxMs),9} {Seconds(kind.WellMaxMs),16} {Seconds(kind.GhostMaxMs),7}  {errors}");
        }

        foreach (Violation violation in report.Violations.Take(MostViolations))
            text.AppendLine(culture, $"{violation.Kind}: {violation.What}");
        if (report.Violations.Count > MostViolations)
            text.AppendLine(culture, $"… and {report.Violations.Count - MostViolations} more");
        return text.ToString();
    }

    private static string Seconds(double? ms) => ms is { } known ? (known / 1000).ToString("F2", CultureInfo.InvariantCulture) + " s" : "–";
}
