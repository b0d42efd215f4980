-- Takes tokens from two buckets, as many from each. As TokenBucket does, on this server's clock.
--
-- KEYS  the allowance: hash of second, minute (tokens), at (µs), limit
-- ARGV  tokens a second, depth of that bucket, tokens a minute, how long it takes to be full again (ms), µs to add to the clock,
--       tokens needed, tokens wanted beyond them, tokens that were taken before and are given back
--
-- Returns the tokens taken, and the wait for one more in µs; 0 when all that were needed are granted.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + tonumber(ARGV[5])
local per_second, burst, per_minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local need, ahead, back = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local limit = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]

local known = redis.call('HMGET', KEYS[1], 'second', 'minute', 'at', 'limit')
local second, minute = burst, per_minute
if known[4] == limit then
  local elapsed = math.max(now - tonumber(known[3]), 0) / 1000000
  now = math.max(now, tonumber(known[3]))
  second = math.min(burst, tonumber(known[1]) + back + elapsed * per_second)
  minute = math.min(per_minute, tonumber(known[2]) + back + elapsed * per_minute / 60)
end

local there = math.huge
if per_second > 0 then
  there = second
end
if per_minute > 0 then
  there = math.min(there, minute)
end

-- A token that is short of whole by less than a clock's tick is whole.
local taken = math.min(need, math.max(0, math.floor(there + 1e-9)))
local wait = 0
if taken < need then
  if per_second > 0 and second - taken < 1 - 1e-9 then
    wait = (1 - second + taken) / per_second
  end
  if per_minute > 0 and minute - taken < 1 - 1e-9 then
    wait = math.max(wait, (1 - minute + taken) * 60 / per_minute)
  end
else
  -- The rest is for the other nodes.
  taken = taken + math.min(ahead, math.floor((there - need) / 8))
end

if taken > 0 or back > 0 then
  redis.call('HSET', KEYS[1], 'second', string.format('%.9f', second - taken), 'minute', string.format('%.9f', minute - taken),
    'at', string.format('%.0f', now), 'limit', limit)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {taken, math.ceil(wait * 1000000)}
