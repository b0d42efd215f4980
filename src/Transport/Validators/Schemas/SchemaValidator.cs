using System.Text.Json;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>Holds data against the JSON Schema that the settings have for its room, channel or content type.</summary>
internal sealed class SchemaValidator(Live<SchemaRules> rules) : IMessageValidator
{
    public string Name => "schema";

    public ValueTask<ContentProblem?> FindProblemAsync(MessageContent content, CancellationToken cancellation) =>
        ValueTask.FromResult(rules.Value.For(content) is { } schema ? Find(schema, content.Data.Span) : null);

    /// <param name="data">A JSON value that has been read before.</param>
    internal static ContentProblem? Find(SchemaNode schema, ReadOnlySpan<byte> data)
    {
        var run = new SchemaRun(data.Length);
        var json = new Utf8JsonReader(data);
        json.Read();
        bool fits = schema.Fits(json, ref run);
        if (run.IsSpent)
            return new ContentProblem(ValidationCode.SchemaTooCostly, "the message takes too long to hold against its schema");
        return fits ? null : new ContentProblem(run.Code ?? ValidationCode.SchemaMismatch, $"data{run.Path} {run.Fault ?? "does not fit its schema"}");
    }
}
