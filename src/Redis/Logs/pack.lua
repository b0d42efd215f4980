-- Puts a block in the place of the entries that it was made of.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, the log's oldest part in blocks
-- ARGV  the writer's term, the epoch, the first and the last seq of the block, how often content was taken away when it was read, the block
--
-- Returns 1 when the block is there; 0 when something has changed since the entries were read, or it is there already.

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local about = redis.call('HMGET', KEYS[3], 'epoch', 'first', 'last', 'packed', 'redacted')
if about[1] ~= ARGV[2] or (about[5] or '0') ~= ARGV[5]
  or math.max(tonumber(about[2]), tonumber(about[4] or '0')) ~= tonumber(ARGV[3]) or tonumber(about[3]) <= tonumber(ARGV[4]) then
  return 0
end

-- Of a log that was here before this one.
if not about[4] then
  redis.call('DEL', KEYS[4])
end

-- An entry that reaches beyond the block stays.
local rest = string.format('%.0f', tonumber(ARGV[4]) + 1)
redis.call('XADD', KEYS[4], ARGV[4] .. '-0', 'b', ARGV[6])
redis.call('XTRIM', KEYS[2], 'MINID', rest .. '-0')
redis.call('HSET', KEYS[3], 'packed', rest)
return 1
