-- Takes one token from two buckets, or from neither. As TokenBucket does, on this server's clock.
--
-- KEYS  the allowance: hash of second, minute (tokens), at (µs), limit
-- ARGV  tokens a second, depth of that bucket, tokens a minute, how long it takes to be full again (ms), µs to add to the clock
--
-- Returns the wait in µs; 0 when granted.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + tonumber(ARGV[5])
local per_second, burst, per_minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local limit = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]

local known = redis.call('HMGET', KEYS[1], 'second', 'minute', 'at', 'limit')
local second, minute = burst, per_minute
if known[4] == limit then
  local elapsed = math.max(now - tonumber(known[3]), 0) / 1000000
  now = math.max(now, tonumber(known[3]))
  second = math.min(burst, tonumber(known[1]) + elapsed * per_second)
  minute = math.min(per_minute, tonumber(known[2]) + elapsed * per_minute / 60)
end

-- A token that is short of whole by less than a clock's tick is whole.
local wait = 0
if per_second > 0 and second < 1 - 1e-9 then
  wait = (1 - second) / per_second
end
if per_minute > 0 and minute < 1 - 1e-9 then
  wait = math.max(wait, (1 - minute) * 60 / per_minute)
end
if wait > 0 then
  return math.ceil(wait * 1000000)
end

redis.call('HSET', KEYS[1], 'second', string.format('%.9f', second - 1), 'minute', string.format('%.9f', minute - 1),
  'at', string.format('%.0f', now), 'limit', limit)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 0
