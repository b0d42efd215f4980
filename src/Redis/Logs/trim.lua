-- Forgets entries below a seq that the newest snapshot holds, never all of them.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, the newest snapshot
-- ARGV  the writer's term, the first seq to keep

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local about = redis.call('HMGET', KEYS[3], 'first', 'last', 'epoch')
local snapshot = redis.call('HMGET', KEYS[4], 'epoch', 'head')
if not about[1] or snapshot[1] ~= about[3] then
  return 0
end

local first = math.min(tonumber(ARGV[2]), tonumber(snapshot[2]) + 1, tonumber(about[2]))
if first <= tonumber(about[1]) then
  return 0
end

local seq = string.format('%.0f', first)
redis.call('XTRIM', KEYS[2], 'MINID', seq .. '-0')
redis.call('HSET', KEYS[3], 'first', seq)
return 1
