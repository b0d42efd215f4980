namespace Streaming.Transport.Validators;

/// <summary>A statement of SQL that stands behind another, or is put together with it.</summary>
internal static class SqlStatement
{
    private const int MaxItems = 100;

    private static readonly string[] Things = ["table", "database", "schema", "view", "index", "user", "role", "procedure", "function", "trigger"];
    private static readonly string[] Changes = ["add", "drop", "modify", "rename", "alter", "change", "owner"];

    /// <param name="rest">What follows a semicolon.</param>
    public static bool Follows(ReadOnlySpan<char> rest)
    {
        var sql = new SqlReader(rest);
        if (sql.TryWord("drop"))
            return sql.TryAny(Things) && IsNamed(ref sql) && sql.IsAtEnd;
        if (sql.TryWord("truncate"))
            return sql.TryWord("table") && IsNamed(ref sql) && sql.IsAtEnd;
        if (sql.TryWord("alter"))
            return sql.TryAny(Things) && IsNamed(ref sql) && sql.TryAny(Changes);
        if (sql.TryWord("delete"))
            return sql.TryWord("from") && IsNamed(ref sql) && (sql.TryWord("where") || sql.IsAtEnd);
        if (sql.TryWord("insert"))
            return sql.TryWord("into") && IsNamed(ref sql) && (sql.TrySign("(") || sql.TryWord("values") || sql.TryWord("select"));
        if (sql.TryWord("update"))
            return IsNamed(ref sql) && sql.TryWord("set") && IsNamed(ref sql) && sql.TrySign("=");
        if (sql.TryWord("exec") || sql.TryWord("execute"))
            return sql.Name() is ['x' or 's', 'p', '_', ..];
        if (sql.TryWord("waitfor"))
            return sql.TryWord("delay");
        if (sql.TryWord("shutdown"))
            return sql.IsAtEnd;
        return sql.TryWord("select") && IsSelection(ref sql);
    }

    /// <param name="text">Begins where a word begins.</param>
    public static bool IsUnion(ReadOnlySpan<char> text)
    {
        var sql = new SqlReader(text);
        if (!sql.TryWord("union"))
            return false;
        if (!sql.TryWord("all"))
            sql.TryWord("distinct");
        sql.Skip(" (");
        return sql.TryWord("select") && IsSelection(ref sql);
    }

    private static bool IsNamed(ref SqlReader sql)
    {
        if (sql.TryWord("if"))
        {
            sql.TryWord("not");
            sql.TryWord("exists");
        }

        return !sql.Name().IsEmpty;
    }

    // "Select a delegate from" is English: two words without a comma are no list.
    private static bool IsSelection(ref SqlReader sql)
    {
        bool areConstants = true;
        int items = 0;
        do
        {
            // No table has more columns that somebody lists, and a bound keeps lists within lists from being read again and again.
            if (++items > MaxItems)
                return false;
            var item = sql.Item();
            if (item.IsEmpty)
                return false;
            areConstants &= item is "null" || !item.ContainsAnyExceptInRange('0', '9');
        }
        while (sql.TrySign(","));
        return sql.TryWord("from") || sql.IsAtComment || (areConstants && sql.IsEmpty);
    }
}
