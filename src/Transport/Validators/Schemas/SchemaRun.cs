namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// One message held against one schema: what it may still cost, and the first problem. A schema may ask for the same value again and again, in
/// alternatives within alternatives; so what is spent is bounded by the length of the message.
/// </summary>
internal ref struct SchemaRun
{
    // A value that is looked at costs 8, and each byte of an object or list costs 1 each time it is gone through. A schema without alternatives
    // spends some 10 for each byte and level.
    private const long Start = 100_000;
    private const long PerByte = 200;

    // Each takes some 1 KB of the stack; a message has 64 levels at most, and a schema rarely puts more than three upon each other at one place.
    private const int MaxDepth = 300;

    private long _left;
    private int _depth;
    private string? _path;

    public SchemaRun(int bytes) => _left = Start + (PerByte * bytes);

    /// <summary>The code of the first problem; null if there is none.</summary>
    public string? Code { get; private set; }

    /// <summary>What is wrong, as the end of a sentence: "must be …".</summary>
    public string? Fault { get; private set; }

    /// <summary>Where, as far as the schema has names for it: <c>.items[2].price</c>.</summary>
    public readonly string Path => _path ?? "";

    /// <summary>How many alternatives are being tried: what fails there is no problem yet.</summary>
    public int Trials { get; set; }

    /// <summary>Whether it has cost too much. Then whatever was found says nothing.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Deeper by one; false if that cannot be afforded.</summary>
    public bool TryEnter()
    {
        Spend(8);
        if (++_depth > MaxDepth)
            IsSpent = true;
        return !IsSpent;
    }

    public void Leave() => _depth--;

    public void Spend(long cost)
    {
        _left -= cost;
        IsSpent |= _left < 0;
    }

    /// <returns>False, for the caller to return.</returns>
    public bool Fail(string code, string fault)
    {
        if (Trials == 0 && Code is null)
            (Code, Fault) = (code, fault);
        return false;
    }

    /// <summary>Says where what failed was, from the inside out.</summary>
    public bool FailAt(string step)
    {
        if (Trials == 0)
            _path = step + _path;
        return false;
    }
}
