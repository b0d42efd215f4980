namespace Streaming.Node.Settings;

/// <summary>One thing that stops the start, as one line for the person who has to put it right.</summary>
/// <param name="What">The key, or what else is meant.</param>
/// <param name="Value">What it is set to; null when there is none, or it is secret.</param>
/// <param name="Source">Where that comes from; null when from nowhere in particular.</param>
/// <param name="Allowed">What to do: "must be …", "there is no such setting".</param>
internal sealed record SettingFault(string What, string? Value, string? Source, string Allowed)
{
    public override string ToString()
    {
        string value = Value is null ? "" : $" = {Short(Value)}";
        string source = Source is null ? "" : $" (from {Source})";
        return $"{What}{value}{source}: {Allowed}";
    }

    // One line, however long or odd the value is.
    private static string Short(string value)
    {
        string printable = string.Concat(value.Select(static c => char.IsControl(c) ? '?' : c));
        return printable.Length <= 100 ? $"\"{printable}\"" : $"\"{printable[..97]}...\"";
    }
}
