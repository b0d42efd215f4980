namespace Streaming.Node.Settings;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>The known name with the fewest single-character edits, if they are few, or null.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var (nearest, edits) = known
            .Select(candidate => (Candidate: candidate, Edits: EditsBetween(Last(name), Last(candidate), name, candidate)))
            .MinBy(static pair => pair.Edits);
        return edits <= Math.Max(2, Last(name).Length / 3) ? nearest : null;
    }

    // A name in the wrong block is nearer than it looks: its last part tells what was meant.
    private static int EditsBetween(string lastA, string lastB, string a, string b) =>
        lastA.Equals(lastB, StringComparison.OrdinalIgnoreCase) ? 1 : Edits(a.ToUpperInvariant(), b.ToUpperInvariant());

    private static string Last(string key) => key[(key.LastIndexOf(':') + 1)..];

    // Levenshtein's distance, one row at a time.
    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
