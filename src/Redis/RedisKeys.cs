using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Redis;

/// <summary>
/// The names of all that is in Redis. What is in braces decides the slot on Redis Cluster: what one script touches lies in one.
/// </summary>
/// <param name="prefix"><c>Streaming:Redis:KeyPrefix</c>: clusters that share a Redis have one each.</param>
public sealed class RedisKeys(string prefix)
{
    /// <summary>Hash: the nodes that live.</summary>
    public RedisKey Members { get; } = prefix + "{cluster}:members";

    /// <summary>Hash: who owns which shard, and the last term of each.</summary>
    public RedisKey Owners { get; } = prefix + "{cluster}:owners";

    /// <summary>Hash: what is known of the cluster as a whole.</summary>
    public RedisKey About { get; } = prefix + "{cluster}:about";

    /// <summary>A key that nobody has, for finding out what may be done with keys.</summary>
    public RedisKey Rights { get; } = prefix + "{cluster}:rights";

    /// <summary>A channel that no node has, for finding out what may be done with channels.</summary>
    public string RightsChannel { get; } = prefix + "peers:";

    /// <summary>
    /// What a node hears the others by. Placed by its name as a key would be: on Redis Cluster a publication then goes to the server
    /// that the subscriber is connected to, and two in a row go to the same one and keep their order.
    /// </summary>
    public RedisChannel PeersOf(NodeId node) => RedisChannel.Literal($"{prefix}peers:{node}").WithKeyRouting();

    /// <summary>Hash: the term that may write to the logs of the shard.</summary>
    public RedisKey FenceOf(ShardId shard) => $"{prefix}{{{shard}}}:fence";

    /// <summary>Stream: the room's log.</summary>
    public RedisKey LogOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:log:{room}";

    /// <summary>Hash: what is known of the room's log: epoch, first and last seq, doubt.</summary>
    public RedisKey AboutLogOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:about:{room}";

    /// <summary>Hash: the room's newest snapshot.</summary>
    public RedisKey SnapshotOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:snapshot:{room}";

    /// <summary>Sorted set: the ids of the rooms on the list of public rooms.</summary>
    public RedisKey PublicRooms { get; } = prefix + "{rooms}:public";

    /// <summary>Hash: what that list shows of each.</summary>
    public RedisKey Listings { get; } = prefix + "{rooms}:listings";

    /// <summary>Hash: the number of the term in which each was last spoken of.</summary>
    public RedisKey ListingTerms { get; } = prefix + "{rooms}:terms";

    /// <summary>Sorted set: rooms that are not on the list, by when that was said, in seconds.</summary>
    public RedisKey Unlisted { get; } = prefix + "{rooms}:unlisted";

    /// <summary>Hash: the rooms that a user is in.</summary>
    public RedisKey RoomsOf(UserId user) => $"{prefix}rooms-of:{{{user}}}";

    /// <summary>Sorted set: the rooms that a user means to come into, by when that ends.</summary>
    public RedisKey ClaimsOf(UserId user) => $"{prefix}claims-of:{{{user}}}";

    /// <summary>Hash: what the shard's rooms owe the directory.</summary>
    public RedisKey DebtsOf(ShardId shard) => $"{prefix}{{{shard}}}:owed";

    /// <summary>Hash: up to where the room's members have read.</summary>
    public RedisKey MarkersOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:read:{room}";
    /// <summary>Sorted set: the seqs of the room's log whose entries have lost their content.</summary>
    public RedisKey RedactedOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:redacted:{room}";

    /// <summary>Stream: the oldest part of the room's log, in blocks.</summary>
    public RedisKey PackedOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:packed:{room}";

    /// <summary>Sorted set: the shard's rooms, by how old their logs may be, in milliseconds since 1970.</summary>
    public RedisKey AgesOf(ShardId shard) => $"{prefix}{{{shard}}}:ages";

    /// <summary>Hash: the rooms of the shard with something to deliver to webhooks.</summary>
    public RedisKey WebhookRoomsOf(ShardId shard) => $"{prefix}{{{shard}}}:webhooks";

    /// <summary>Hash: by webhook, how much of the room's log was delivered.</summary>
    public RedisKey WebhookOffsetsOf(ShardId shard, RoomId room) => $"{prefix}{{{shard}}}:webhooks:{room}";

    /// <summary>Hash: since when there is this webhook.</summary>
    public RedisKey WebhookOf(string webhook) => $"{prefix}webhook:{{{webhook}}}";

    /// <summary>Stream: what the webhook could not be told.</summary>
    public RedisKey DeadLettersOf(string webhook) => $"{prefix}webhook:{{{webhook}}}:dead";

    /// <summary>Hash: a session that can be resumed, or that it was.</summary>
    public RedisKey SessionOf(string token) => $"{prefix}session:{{{token}}}";

    /// <summary>Hash: what a ticket stands for.</summary>
    public RedisKey TicketOf(string name) => $"{prefix}ticket:{{{name}}}";

    /// <summary>Hash: a user who has logged in.</summary>
    public RedisKey LoginOf(UserId user, string name) => $"{prefix}login:{{{user}}}:{name}";

    /// <summary>Sorted set: the user's logins, by when they began, in milliseconds since 1970.</summary>
    public RedisKey LoginsOf(UserId user) => $"{prefix}logins-of:{{{user}}}";

    /// <summary>Hash: the keys that cookies are protected with.</summary>
    public RedisKey ProtectionKeys { get; } = prefix + "{cluster}:protection-keys";

    /// <summary>Hash: when the user was sent away.</summary>
    public RedisKey ExpelledOf(UserId user) => $"{prefix}expelled:{{{user}}}";

    /// <summary>Sorted set: users of the shard, by until when others could see them, in milliseconds since 1970.</summary>
    public RedisKey SeenOf(ShardId shard) => $"{prefix}{{{shard}}}:seen";

    /// <summary>Hash: until when the places of a node's connections hang on it.</summary>
    public RedisKey Lives { get; } = prefix + "{connections}:lives";

    /// <summary>Hash: which connection has the place of a session.</summary>
    public RedisKey PlaceHolders { get; } = prefix + "{connections}:holders";

    /// <summary>Sorted set: the places of each node.</summary>
    public RedisKey PlacesHeld { get; } = prefix + "{connections}:held";

    /// <summary>Hash: how many connections a user has.</summary>
    public RedisKey UserPlaces { get; } = prefix + "{connections}:users";

    /// <summary>Hash: how many connections come from an address.</summary>
    public RedisKey AddressPlaces { get; } = prefix + "{connections}:addresses";

    /// <summary>Hash, one field: how many connections are guests'.</summary>
    public RedisKey GuestPlaces { get; } = prefix + "{connections}:guests";

    /// <summary>Hash: what is left of an allowance.</summary>
    public RedisKey LimitOf(string key) => $"{prefix}limit:{{{key}}}";
}
