using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Logs;

/// <summary>Who writes: the room, its shard, and the term the writer believes to own it in.</summary>
public readonly record struct RoomWriter(RoomId Room, ShardId Shard, long Term);
