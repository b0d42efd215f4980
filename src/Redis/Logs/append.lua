-- Appends entries to a room's log, all or none. The hot path of every message: three reads, one write an entry, one write.
--
-- KEYS  the shard's fence, the room's log, what is known of the log
-- ARGV  the writer's term, its epoch, the seq it expects the log to end at, the entries
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

local count = #ARGV - 3
local first = redis.pcall('XADD', KEYS[2], string.format('%.0f-0', expected + 1), 'e', ARGV[4])
if type(first) == 'table' and first.err then
  -- Somebody has added entries by hand where ours belong. They were never part of the log.
  local foreign = redis.call('XRANGE', KEYS[2], string.format('(%.0f-0', expected), '+')
  for i = 1, #foreign do
    redis.call('XDEL', KEYS[2], foreign[i][1])
  end
  redis.call('XSETID', KEYS[2], string.format('%.0f-0', expected))
  redis.call('XADD', KEYS[2], string.format('%.0f-0', expected + 1), 'e', ARGV[4])
end
for i = 2, count do
  redis.call('XADD', KEYS[2], string.format('%.0f-0', expected + i), 'e', ARGV[3 + i])
end

local last = string.format('%.0f', expected + count)
if begins then
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'epoch', ARGV[2], 'last', last, 'first', '1', 'doubts', fence[2] or '0')
else
  redis.call('HSET', KEYS[3], 'last', last)
end
return 0
