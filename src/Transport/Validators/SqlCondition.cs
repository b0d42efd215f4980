namespace Streaming.Transport.Validators;

/// <summary>What stands behind a value that ends early in a condition: <c>or 1=1</c> and its like.</summary>
internal static class SqlCondition
{
    private static readonly string[] Operators = ["=", "<>", "<", ">", "!="];
    private static readonly string[] Delays = ["sleep", "pg_sleep", "benchmark", "extractvalue", "updatexml", "load_file"];

    /// <param name="rest">What follows the quotation mark that ends a text.</param>
    public static bool FollowsText(ReadOnlySpan<char> rest) => Follows(rest, isText: true);

    /// <param name="rest">What follows a number. There is more talk of this kind, so only two sides that are the same count.</param>
    public static bool FollowsNumber(ReadOnlySpan<char> rest) => Follows(rest, isText: false);

    private static bool Follows(ReadOnlySpan<char> rest, bool isText)
    {
        var sql = new SqlReader(rest);
        sql.Skip(" )");
        if (!sql.TryWord("or") && !sql.TryWord("and") && !sql.TrySign("||") && !sql.TrySign("&&"))
            return false;
        sql.Skip(" (");
        sql.TryWord("not");

        var left = sql.Operand();
        if (left.IsEmpty)
            return false;
        if (sql.TrySign("("))
            return IsDelay(left);
        if (sql.IsAtComment)
            return isText && (IsNumber(left) || left is "true");
        if (sql.TryWord("like"))
            return sql.Operand() is ['\'' or '"', '%', ..];
        foreach (string sign in Operators)
        {
            if (sql.TrySign(sign))
                return AreAlike(left, sql.Operand(), isText);
        }

        return false;
    }

    private static bool IsDelay(ReadOnlySpan<char> function)
    {
        foreach (string delay in Delays)
        {
            if (function.SequenceEqual(delay))
                return true;
        }

        return false;
    }

    private static bool AreAlike(ReadOnlySpan<char> left, ReadOnlySpan<char> right, bool isText) =>
        !right.IsEmpty && ((isText && IsNumber(left) && IsNumber(right)) || left.SequenceEqual(right));

    private static bool IsNumber(ReadOnlySpan<char> operand) => !operand.IsEmpty && !operand.ContainsAnyExceptInRange('0', '9');
}
