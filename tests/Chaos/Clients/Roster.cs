using System.Text.Json;

namespace Streaming.Chaos.Clients;

/// <summary>Who a client believes is in a room: a snapshot and the changes since. Written by one connection, read by watchers.</summary>
internal sealed class Roster
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _users = new(StringComparer.Ordinal);
    private long? _version;

    public bool Has(string user)
    {
        lock (_gate)
            return _users.Contains(user);
    }

    public IReadOnlyCollection<string> Users
    {
        get
        {
            lock (_gate)
                return [.. _users];
        }
    }

    /// <summary>One that is older than what is known is late: an answer and a diff take different ways.</summary>
    public void TakeSnapshot(JsonElement data)
    {
        lock (_gate)
        {
            if (data.NumberOf("version") < _version)
                return;

            _users.Clear();
            foreach (JsonElement user in data.GetProperty("users").EnumerateArray())
                _users.Add(user.TextOf("user_id")!);
            _version = data.NumberOf("version");
        }
    }

    /// <returns>False: something was missed, and the whole has to be asked for.</returns>
    public bool TakeDiff(JsonElement data)
    {
        lock (_gate)
        {
            long? version = data.NumberOf("version");
            if (version != _version + 1)
                return version <= _version;

            _version = version;
            foreach (JsonElement change in data.GetProperty("changes").EnumerateArray())
            {
                string user = change.TextOf("user_id")!;
                if (change.TextOf("status") == "offline")
                    _users.Remove(user);
                else
                    _users.Add(user);
            }

            return true;
        }
    }
}
