using System.Globalization;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>
/// The named arguments of a request, wherever they stand. An argument that is absent is null; of those that are
/// wrong the first is told in <see cref="Problem"/>, so a reader asks for all and looks once.
/// </summary>
internal abstract class RequestFields
{
    /// <summary>What is wrong, as a sentence for the sender that begins with the argument's name; null if nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>A string of 1 to <paramref name="maxLength"/> characters.</summary>
    public abstract string? Text(string name, int maxLength);

    /// <summary>A whole number within both bounds.</summary>
    public abstract long? Integer(string name, long min, long max);

    /// <summary>A string that follows the rule for room and user ids.</summary>
    public string? Name(string name)
    {
        string? text = Text(name, IdSyntax.MaxNameLength);
        if (text is null || IdSyntax.IsName(text))
            return text;
        Fail(name, "must be made of the characters A-Z a-z 0-9 _ . : @ -");
        return null;
    }

    /// <summary>A moment in RFC 3339.</summary>
    public DateTimeOffset? Time(string name)
    {
        // "2026-11-21T03:09:20.1234567+00:00" has 33.
        if (Text(name, maxLength: 40) is not { } text)
            return null;
        if (WireTime.TryParse(text, out var moment))
            return moment;
        Fail(name, "must be a time in RFC 3339, such as 2026-11-21T03:09:20.123Z");
        return null;
    }

    /// <summary>The argument has to be there.</summary>
    public void Missing(string name) => Fail(name, "is missing");

    /// <param name="problem">A whole sentence.</param>
    public void Refuse(string problem) => Problem ??= problem;

    protected abstract string Describe(string name);

    protected void Fail(string name, string rule) => Problem ??= $"{Describe(name)} {rule}";

    protected void FailText(string name, int maxLength) => Fail(name, $"must be a string of 1 to {maxLength} characters");

    protected void FailInteger(string name, long min, long max) => Fail(name, max == long.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min}")
        : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
}
