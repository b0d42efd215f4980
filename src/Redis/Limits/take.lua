-- Takes tokens from two buckets and a window, as many from each. As TokenBucket and SlidingWindow do, on this server's clock.
--
-- KEYS  the allowance: hash of second, minute (tokens), at (µs), limit; for each slot of the window with something in it a field w, the window (µs),
--       a colon and the slot's number: how many; and for each node that has tokens ahead a field @ and its name: how many,
--       and until when it may spend them (µs)
-- ARGV  tokens a second, depth of that bucket, tokens a minute, how long it takes to be full again (ms), µs to add to the clock,
--       tokens needed, tokens wanted beyond them, tokens that were taken ahead and are left, the node, for how long it may spend
--       what it takes ahead (µs), tokens in a window (0: there is none, and only then may tokens be wanted ahead), the window (µs), tokens that
--       were needed and are not wanted, and how long ago the first of them was given back (µs)
--
-- Returns the tokens taken, and the wait for one more in µs; 0 when all that were needed are granted.

local SLOTS = 32 -- SlidingWindow.Slots

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2] + tonumber(ARGV[5])
local per_second, burst, per_minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local need, ahead, left, unwanted = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[13])
local unwanted_for = tonumber(ARGV[14])
local per_window, window = tonumber(ARGV[11]), tonumber(ARGV[12])
local limit = ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]

local known, ours = {}, '@' .. ARGV[9]
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  known[fields[i]] = fields[i + 1]
end

local over = {}
if known.at then
  now = math.max(now, tonumber(known.at))
end

-- What other nodes can still spend does not fill up behind their backs: all of it together is never more than the bucket holds. What a node
-- has left comes back as long as it is known here that it holds it: once that is forgotten, the bucket has filled up without it.
-- What comes back late is not there a second time: the bucket has filled up by as much since.
local held, back = 0, 0
if unwanted_for < tonumber(ARGV[10]) then
  back = unwanted
end
for field, value in pairs(known) do
  if string.sub(field, 1, 1) == '@' then
    local count, till = string.match(value, '^(%d+) (%d+)$')
    if field == ours then
      back = back + math.min(left, tonumber(count))
    end
    if field == ours or tonumber(till) <= now then
      over[#over + 1] = field
    else
      held = held + tonumber(count)
    end
  end
end

-- A bucket goes on with what is in it, under another limit too; one that was off begins full.
local second, minute = burst - held, per_minute - held
if known.at then
  local elapsed = (now - tonumber(known.at)) / 1000000
  local was_second, was_minute = string.match(known.limit, '^(%S+) %S+ (%S+)$')
  if tonumber(was_second) > 0 then
    second = math.min(second, tonumber(known.second) + back + elapsed * per_second)
  end
  if tonumber(was_minute) > 0 then
    minute = math.min(minute, tonumber(known.minute) + back + elapsed * per_minute / 60)
  end
end

local there = math.huge
if per_second > 0 then
  there = second
end
if per_minute > 0 then
  there = math.min(there, minute)
end

-- Of a window of another length what was taken counts on, all of a slot as if it had been taken in its middle.
local slots, counts, size, newest, prefix, total = {}, {}, 0, 0, '', 0
if per_window > 0 then
  size, prefix = window / SLOTS, 'w' .. ARGV[12] .. ':'
  newest = math.floor(now / size)
end
for field, value in pairs(known) do
  if string.sub(field, 1, 1) == 'w' then
    local length, slot = string.match(field, '^w(%d+):(%d+)$')
    slot = tonumber(slot)
    if per_window > 0 and length ~= ARGV[12] then
      slot = math.floor(math.min((slot + 0.5) * length / SLOTS, now) / size)
    end
    local counts_on = per_window > 0 and slot >= newest - SLOTS
    if counts_on then
      counts[slot] = (counts[slot] or 0) + tonumber(value)
      total = total + tonumber(value)
    end
    if not counts_on or length ~= ARGV[12] then
      over[#over + 1] = field
    end
  end
end
if per_window > 0 then
  for slot, count in pairs(counts) do
    slots[#slots + 1] = { at = slot, count = count }
  end
  table.sort(slots, function(a, b) return a.at < b.at end)
  -- Out of the oldest slots that they may have been counted in, as if they had been: what is taken out of a later one would be missing there when
  -- theirs has passed. Once it may have, nothing is given back.
  local rest, since = 0, math.floor((now - ARGV[10] - unwanted_for) / size)
  if since >= newest - SLOTS then
    rest = unwanted
  end
  for i = 1, #slots do
    local some = slots[i].at >= since and math.min(rest, slots[i].count) or 0
    slots[i].count, rest, total = slots[i].count - some, rest - some, total - some
  end
  there = math.min(there, per_window - total)
end

-- A token that is short of whole by less than a clock's tick is whole.
local taken = math.min(need, math.max(0, math.floor(there + 1e-9)))
local wait, extra = 0, 0
if per_window > 0 and taken > 0 then
  if #slots == 0 or slots[#slots].at ~= newest then
    slots[#slots + 1] = { at = newest, count = 0 }
  end
  slots[#slots].count, total = slots[#slots].count + taken, total + taken
end
if taken < need then
  if per_second > 0 and second - taken < 1 - 1e-9 then
    wait = (1 - second + taken) / per_second
  end
  if per_minute > 0 and minute - taken < 1 - 1e-9 then
    wait = math.max(wait, (1 - minute + taken) * 60 / per_minute)
  end
  if per_window > 0 and total >= per_window then
    local rest, i = total - per_window + 1, 0
    while rest > 0 do
      i = i + 1
      rest = rest - slots[i].count
    end
    wait = math.max(wait, ((slots[i].at + SLOTS + 1) * size - now) / 1000000)
  end
else
  -- The rest is for the other nodes.
  extra = math.min(ahead, math.max(0, math.floor((there - need) / 8)))
  taken = taken + extra
end

if taken > 0 or unwanted > 0 or back > 0 or #over > 0 then
  if #over > 0 then
    redis.call('HDEL', KEYS[1], unpack(over))
  end
  local set = { 'HSET', KEYS[1], 'second', string.format('%.9f', second - taken), 'minute', string.format('%.9f', minute - taken),
    'at', string.format('%.0f', now), 'limit', limit }
  if extra > 0 then
    set[#set + 1] = ours
    set[#set + 1] = string.format('%d %.0f', extra, now + ARGV[10])
  end
  for _, slot in ipairs(slots) do
    set[#set + 1] = prefix .. string.format('%.0f', slot.at)
    set[#set + 1] = slot.count
  end
  redis.call(unpack(set))
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {taken, math.ceil(wait * 1000000)}
