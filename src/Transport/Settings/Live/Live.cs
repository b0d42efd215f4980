namespace Streaming.Transport.Settings.Live;

/// <summary>Something made of settings or files, which is replaced as a whole when these change while the server runs.</summary>
public sealed class Live<T>(T value)
    where T : class
{
    private volatile T _value = value;

    /// <summary>What holds now. Take it once for what belongs together: the next look may find another.</summary>
    public T Value => _value;

    /// <summary>Told after <see cref="Value"/> was replaced, on a thread of the pool, one change at a time.</summary>
    public event Action<T>? Changed;

    internal void Set(T value)
    {
        _value = value;
        Changed?.Invoke(value);
    }
}
