using System.Text.Json.Nodes;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Who is here, as a client keeps it: a snapshot, and the diffs that are newer.</summary>
internal sealed class Roster
{
    private readonly SortedDictionary<string, string> _users = new(StringComparer.Ordinal);
    private readonly string _room;
    private long _version;

    public Roster(JsonObject snapshot)
    {
        _room = (string)snapshot["room_id"]!;
        _version = (long)snapshot["data"]!["version"]!;
        Apply(snapshot["data"]!["users"]!.AsArray());
    }

    /// <summary>Takes diffs until the roster looks like this: <c>user:status user:status</c>.</summary>
    public async Task FollowAsync(WsClient client, string expected)
    {
        while (string.Join(' ', _users.Select(user => $"{user.Key}:{user.Value}")) != expected)
        {
            var diff = await client.EventAsync("presence", _room, "diff");
            long version = (long)diff["data"]!["version"]!;
            if (version <= _version)
                continue;
            if (version != _version + 1)
                throw new InvalidOperationException($"a diff is missing between {_version} and {version}");
            _version = version;
            Apply(diff["data"]!["changes"]!.AsArray());
        }
    }

    private void Apply(JsonArray entries)
    {
        foreach (var entry in entries)
        {
            string user = (string)entry!["user_id"]!;
            if ((string?)entry["status"] == "offline")
                _users.Remove(user);
            else
                _users[user] = (string)entry["status"]!;
        }
    }
}
