using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>Which schema holds where; the first rule that matches decides.</summary>
internal sealed class SchemaRules(IReadOnlyList<SchemaRule> rules)
{
    public static SchemaRules None { get; } = new([]);

    /// <summary>The schema that a message must fit; null if there is none.</summary>
    public SchemaNode? For(MessageContent content)
    {
        for (int i = 0; i < rules.Count; i++)
        {
            if (rules[i].Matches(content))
                return rules[i].Schema;
        }

        return null;
    }
}
