using System.Globalization;
using StackExchange.Redis;
using Streaming.Actors.Ids;

namespace Streaming.Redis.Shards;

/// <summary>
/// Who was named the owner of what, in one state of the directory. It is read once, and sent again only when it has changed;
/// whether an owner still lives is seen from the members. Immutable.
/// </summary>
/// <param name="Name">Names the state, as the scripts do; empty before the first.</param>
/// <param name="Owners">One entry a shard; null where nobody was named.</param>
internal sealed record OwnersPicture(string Name, (NodeId Node, string Incarnation, long Term)?[] Owners)
{
    public static OwnersPicture None(int shards) => new("", new (NodeId, string, long)?[shards]);

    /// <param name="flat">Shard and entry by turns: <c>term node incarnation</c>, or <c>term</c> alone where it is free.</param>
    public static OwnersPicture Read(string name, RedisResult[] flat, int shards)
    {
        var owners = new (NodeId, string, long)?[shards];
        for (int i = 0; i + 1 < flat.Length; i += 2)
        {
            // What is no such entry names nobody, as it does in the scripts.
            string[] entry = ((string)flat[i + 1]!).Split(' ');
            if (entry.Length == 3
                && int.TryParse((string?)flat[i], NumberStyles.None, CultureInfo.InvariantCulture, out int shard) && shard < shards
                && long.TryParse(entry[0], NumberStyles.None, CultureInfo.InvariantCulture, out long term))
            {
                owners[shard] = (new NodeId(entry[1]), entry[2], term);
            }
        }

        return new OwnersPicture(name, owners);
    }
}
