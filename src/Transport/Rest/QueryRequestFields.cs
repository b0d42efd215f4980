using System.Globalization;
using Microsoft.AspNetCore.Http;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>The parameters of a URL's query.</summary>
internal sealed class QueryRequestFields(IQueryCollection query) : RequestFields
{
    public override string? Text(string name, int maxLength)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values is [{ Length: > 0 } text] && text.Length <= maxLength)
            return text;
        FailText(name, maxLength);
        return null;
    }

    public override long? Integer(string name, long min, long max)
    {
        if (!query.TryGetValue(name, out var values))
            return null;
        if (values.Count == 1
            && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number >= min && number <= max)
        {
            return number;
        }

        FailInteger(name, min, max);
        return null;
    }

    protected override string Describe(string name) => name;
}
