-- Lets one term, and no other, write to the logs of a shard.
--
-- KEYS  the shard's fence: hash of term (the highest that was let in), takes (the term that may write; none while sealed),
--       run (the life of Redis in which that was written), doubts (how often the logs have been put in doubt)
-- ARGV  the term, the term from which the caller goes on without a break, or ""
--
-- Returns 1 when held, and the term that is in force.

local known = redis.call('HMGET', KEYS[1], 'term', 'takes', 'run')
local term = tonumber(known[1] or '0')
if term > tonumber(ARGV[1]) then
  return { 0, known[1] }
end

-- This server's name for its own life. Its data is always a beginning of what was written in an earlier one, which may have gone
-- on. So may what is sealed here: in a later term, of which nothing is left.
local info = redis.call('INFO', 'server')
local run = string.match(info, 'run_id:(%x+)')
if term > 0 and known[3] ~= run and known[1] ~= ARGV[2] then
  redis.call('HINCRBY', KEYS[1], 'doubts', 1)
end

redis.call('HSET', KEYS[1], 'term', ARGV[1], 'takes', ARGV[1], 'run', run)
return { 1, ARGV[1] }
