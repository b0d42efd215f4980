-- Has a room's log go on under another epoch, and takes doubt away.
--
-- KEYS  the shard's fence, what is known of the log, the newest snapshot
-- ARGV  the writer's term, the epoch until now, the seq it expects the log to end at, the epoch from now on
--
-- Returns as append.lua does.

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 2
end

local about = redis.call('HMGET', KEYS[2], 'epoch', 'last')
if about[1] ~= ARGV[2] or about[2] ~= ARGV[3] then
  return 1
end

redis.call('HSET', KEYS[2], 'epoch', ARGV[4], 'doubts', redis.call('HGET', KEYS[1], 'doubts') or '0')
local snapshot = redis.call('HMGET', KEYS[3], 'epoch', 'head')
if snapshot[1] == ARGV[2] and tonumber(snapshot[2]) <= tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[3], 'epoch', ARGV[4])
else
  redis.call('DEL', KEYS[3])
end
return 0
