-- Notes how old a room's log may be.
--
-- KEYS  the shard's fence, the room's log, the ages of the shard's rooms
-- ARGV  the writer's term, the room, the time

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[3], ARGV[2])
  return 0
end

redis.call('ZADD', KEYS[3], ARGV[3], ARGV[2])
return 1
