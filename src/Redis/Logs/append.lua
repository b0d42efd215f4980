-- Appends events to a room's log, all or none. The hot path of every message: two reads and two writes, however many events.
--
-- KEYS  the shard's fence, the room's log, what is known of the log
-- ARGV  the writer's term, its epoch, the seq it expects the log to end at, the events
--
-- Returns 0 when written, 1 on a conflict (a log in doubt is one: its end is not known), 2 when fenced.

local fence = redis.call('HMGET', KEYS[1], 'takes', 'doubts')
if fence[1] ~= ARGV[1] then
  return 2
end

local expected = tonumber(ARGV[3])
local about = redis.call('HMGET', KEYS[3], 'epoch', 'last', 'doubts')
local begins = not about[1]
if begins then
  if expected ~= 0 then
    return 1
  end
elseif about[1] ~= ARGV[2] or tonumber(about[2]) ~= expected or (about[3] or '0') ~= (fence[2] or '0') then
  -- What is known of a log whose entries are gone, evicted or deleted, means nothing any more.
  begins = expected == 0 and redis.call('EXISTS', KEYS[2]) == 0
  if not begins then
    return 1
  end
end

-- One entry for all, under the seq of the last: an XADD costs as much as all else here together. (%d is exact to 2^53, as %.0f is, and
-- a tenth of the work.)
local last = string.format('%d', expected + #ARGV - 3)
local add = { 'XADD', KEYS[2], last .. '-0' }
for i = 4, #ARGV do
  add[#add + 1] = 'e'
  add[#add + 1] = ARGV[i]
end

local added = redis.pcall(unpack(add))
if type(added) == 'table' and added.err then
  -- Somebody has added entries by hand where ours belong. They were never part of the log.
  local foreign = redis.call('XRANGE', KEYS[2], string.format('(%d-0', expected), '+')
  for i = 1, #foreign do
    redis.call('XDEL', KEYS[2], foreign[i][1])
  end
  redis.call('XSETID', KEYS[2], string.format('%d-0', expected))
  redis.call(unpack(add))
end
if begins then
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'epoch', ARGV[2], 'last', last, 'first', '1', 'doubts', fence[2] or '0')
else
  redis.call('HSET', KEYS[3], 'last', last)
end
return 0
