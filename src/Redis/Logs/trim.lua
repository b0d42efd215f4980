-- Forgets entries below a seq that the newest snapshot holds, never all of them: the newest stays, without its content if it was to go.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, the newest snapshot, the log's oldest part in blocks, the seqs that have
--       lost their content
-- ARGV  the writer's term, the first seq to keep

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local about = redis.call('HMGET', KEYS[3], 'first', 'last', 'epoch', 'packed', 'redacted')
local snapshot = redis.call('HMGET', KEYS[4], 'epoch', 'head')
if not about[1] or snapshot[1] ~= about[3] then
  return 0
end

local last = tonumber(about[2])
if tonumber(ARGV[2]) > last and tonumber(snapshot[2]) >= last then
  if redis.call('HINCRBY', KEYS[3], 'redacted', 1) == 1 then
    redis.call('DEL', KEYS[6])
  end
  redis.call('ZADD', KEYS[6], about[2], about[2])
end

local first = math.min(tonumber(ARGV[2]), tonumber(snapshot[2]) + 1, last)
if first <= tonumber(about[1]) then
  return 0
end

local seq = string.format('%.0f', first)
redis.call('XTRIM', KEYS[2], 'MINID', seq .. '-0')
if about[4] and first >= tonumber(about[4]) then
  redis.call('DEL', KEYS[5])
  redis.call('HDEL', KEYS[3], 'packed')
elseif about[4] then
  redis.call('XTRIM', KEYS[5], 'MINID', seq .. '-0')
end
if about[5] then
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', '(' .. seq)
end
redis.call('HSET', KEYS[3], 'first', seq)
return 1
