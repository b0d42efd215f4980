namespace Streaming.Transport.Validators.Schemas;

/// <summary>Puts together what several keywords say of members by name.</summary>
internal sealed class SchemaMembers(string where)
{
    private readonly List<SchemaMember> _all = [];

    public void Add(string name, SchemaNode schema)
    {
        int index = IndexOf(name);
        _all[index] = _all[index] with { Schema = schema };
    }

    public void Require(string name)
    {
        int index = IndexOf(name);
        _all[index] = _all[index] with { IsRequired = true };
    }

    public void Need(string name, IReadOnlyList<string> needed)
    {
        int index = IndexOf(name);
        int[] needs = [.. needed.Select(IndexOf)];
        _all[index] = _all[index] with { Needs = needs };
    }

    /// <exception cref="SchemaFault">There are too many.</exception>
    public IReadOnlyList<SchemaMember> ToList() => _all.Count <= ObjectRules.MaxMembers
        ? _all
        : throw new SchemaFault(where, $"names more than {ObjectRules.MaxMembers} members");

    private int IndexOf(string name)
    {
        int index = _all.FindIndex(member => member.Name == name);
        if (index >= 0)
            return index;
        _all.Add(new SchemaMember(name, _all.Count, null, IsRequired: false, []));
        return _all.Count - 1;
    }
}
