namespace Streaming.Redis.Logs;

/// <summary>Remembers what was said already, so that a broken log does not fill the program's.</summary>
internal sealed class SaidOnce
{
    /// <summary>Beyond so many names it begins anew: better said twice than remembered for ever.</summary>
    private const int MaxNames = 10_000;

    private readonly HashSet<string> _said = [];

    public bool IsFirst(string name)
    {
        lock (_said)
        {
            if (_said.Count >= MaxNames)
                _said.Clear();

            return _said.Add(name);
        }
    }
}
