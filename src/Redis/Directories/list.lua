-- Puts a room on the list of public rooms, or takes it off.
--
-- KEYS  the ids of the rooms on the list, what is shown of each, the term in which each was last spoken of, rooms that were taken off by when
-- ARGV  the room, the number of the owner's term, what is shown of it or ""
--
-- Returns 0 when done, 1 when an owner of a later term has spoken.

local known = redis.call('HGET', KEYS[3], ARGV[1])
if known and tonumber(known) > tonumber(ARGV[2]) then
  return 1
end

-- No owner that has lost its shard is so late. Two at a time: as many go as come, and more.
local now = tonumber(redis.call('TIME')[1])
for _, room in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now - 600, 'LIMIT', 0, 2)) do
  redis.call('ZREM', KEYS[4], room)
  redis.call('HDEL', KEYS[3], room)
end

redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])
  redis.call('ZADD', KEYS[4], now, ARGV[1])
else
  redis.call('ZADD', KEYS[1], 0, ARGV[1])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
  redis.call('ZREM', KEYS[4], ARGV[1])
end
return 0
