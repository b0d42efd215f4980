namespace Streaming.Transport.Validators.Schemas;

/// <summary>Finds schemas that lead back to themselves without going into the value: holding something against them would never end.</summary>
internal static class SchemaCycles
{
    /// <param name="nodes">By where they stand.</param>
    /// <exception cref="SchemaFault">There is one.</exception>
    public static void Refuse(IReadOnlyDictionary<string, SchemaNode> nodes)
    {
        var done = new HashSet<SchemaNode>();
        foreach (var (where, node) in nodes)
        {
            if (LeadsBack(node, [], done))
                throw new SchemaFault(where, "refers to itself without an end");
        }
    }

    private static bool LeadsBack(SchemaNode node, HashSet<SchemaNode> way, HashSet<SchemaNode> done)
    {
        if (done.Contains(node))
            return false;
        if (!way.Add(node))
            return true;
        foreach (var part in node.Combined?.Parts ?? [])
        {
            if (LeadsBack(part, way, done))
                return true;
        }

        way.Remove(node);
        done.Add(node);
        return false;
    }
}
