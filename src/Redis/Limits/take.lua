-- Takes tokens from two buckets, as many from each. As TokenBucket does, on this server's clock.
--
-- KEYS  the allowance: hash of second, minute (tokens), at (µs), limit; and for each node that has tokens ahead a field @ and its name: how many,
--       and until when it may spend them (µs)
-- ARGV  tokens a second, depth of that bucket, tokens a minute, how long it takes to be full again (ms), µs to add to the clock,
--       tokens needed, tokens wanted beyond them, tokens that were taken before and are given back, the node, for how long it may spend
--       what it takes ahead (µs)
--
-- Returns the tokens taken, and the wait for one more in µs; 0 when all that were needed are granted.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + tonumber(ARGV[5])
local per_second, burst, per_minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local need, ahead, back = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local limit = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]

local known, ours = {}, '@' .. ARGV[9]
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  known[fields[i]] = fields[i + 1]
end

local second, minute, over = burst, per_minute, {}
if known.limit == limit then
  local elapsed = math.max(now - tonumber(known.at), 0) / 1000000
  now = math.max(now, tonumber(known.at))

  -- What other nodes can still spend does not fill up behind their backs: all of it together is never more than the bucket holds.
  local held = 0
  for field, value in pairs(known) do
    if string.sub(field, 1, 1) == '@' then
      local count, till = string.match(value, '^(%d+) (%d+)$')
      if field == ours or tonumber(till) <= now then
        over[#over + 1] = field
      else
        held = held + tonumber(count)
      end
    end
  end
  second = math.min(burst - held, tonumber(known.second) + back + elapsed * per_second)
  minute = math.min(per_minute - held, tonumber(known.minute) + back + elapsed * per_minute / 60)
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
local wait, extra = 0, 0
if taken < need then
  if per_second > 0 and second - taken < 1 - 1e-9 then
    wait = (1 - second + taken) / per_second
  end
  if per_minute > 0 and minute - taken < 1 - 1e-9 then
    wait = math.max(wait, (1 - minute + taken) * 60 / per_minute)
  end
else
  -- The rest is for the other nodes.
  extra = math.min(ahead, math.max(0, math.floor((there - need) / 8)))
  taken = taken + extra
end

if taken > 0 or back > 0 or #over > 0 then
  if #over > 0 then
    redis.call('HDEL', KEYS[1], unpack(over))
  end
  local set = { 'HSET', KEYS[1], 'second', string.format('%.9f', second - taken), 'minute', string.format('%.9f', minute - taken),
    'at', string.format('%.0f', now), 'limit', limit }
  if extra > 0 then
    set[#set + 1] = ours
    set[#set + 1] = string.format('%d %.0f', extra, now + ARGV[10])
  end
  redis.call(unpack(set))
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {taken, math.ceil(wait * 1000000)}
