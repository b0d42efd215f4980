-- Takes a room's log away, and all that is kept of it.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, the newest snapshot, the log's oldest part in blocks, the seqs that have
--       lost their content, the ages of the shard's rooms
-- ARGV  the writer's term, the epoch, the seq it expects the log to end at, the room
--
-- Returns as append.lua does.

local fence = redis.call('HMGET', KEYS[1], 'takes', 'doubts')
if fence[1] ~= ARGV[1] then
  return 2
end

local about = redis.call('HMGET', KEYS[3], 'epoch', 'last', 'doubts')
local exists = about[1] and redis.call('EXISTS', KEYS[2]) == 1
if exists and (about[1] ~= ARGV[2] or about[2] ~= ARGV[3] or (about[3] or '0') ~= (fence[2] or '0')) then
  return 1
end

-- All in one call: what is lost of a store is its end, and a log that has lost only its blocks would be a damaged one.
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6])
redis.call('ZREM', KEYS[7], ARGV[4])
return 0
