-- Appends events to the logs of one or more rooms, to each all or none, and to each as if it were the only one. The hot path of every message: two
-- reads and two writes a room, however many events.
--
-- KEYS  for each room: its shard's fence, the room's log, what is known of the log; and for an append that may begin a log, or takes content
--       away: the seqs that have none, and the ages of the shard's rooms
-- ARGV  for each room: the writer's term, its epoch, the seq it expects the log to end at, how many events, the events; for an append with
--       the two keys more the number has "+n" behind it, and before the events come the room, the first event's time, and n seqs to take
--       the content from
--
-- Returns for each room 0 when written, 1 on a conflict (a log in doubt is one: its end is not known), 2 when fenced; or, in words, what went
-- wrong: then it may be written or not.

-- Before the entries are there: nobody is to see what should be gone, not even if what comes after this fails.
local function redact(key, about_log, first, last, from, count)
  if redis.call('HINCRBY', about_log, 'redacted', count) == count then
    redis.call('DEL', KEYS[key])
  end
  for i = from, from + count - 1 do
    local seq = tonumber(ARGV[i])
    if seq >= first and seq <= last then
      redis.call('ZADD', KEYS[key], ARGV[i], ARGV[i])
    end
  end
end

local function append(key, arg, count, beside)
  local fence = redis.call('HMGET', KEYS[key], 'takes', 'doubts')
  if fence[1] ~= ARGV[arg] then
    return 2
  end

  local expected = tonumber(ARGV[arg + 2])
  local log, about_log = KEYS[key + 1], KEYS[key + 2]
  local about = redis.call('HMGET', about_log, 'epoch', 'last', 'doubts')
  local begins = not about[1]
  if begins then
    if expected ~= 0 then
      return 1
    end
  elseif about[1] ~= ARGV[arg + 1] or tonumber(about[2]) ~= expected or (about[3] or '0') ~= (fence[2] or '0') then
    -- What is known of a log whose entries are gone, evicted or deleted, means nothing any more.
    begins = expected == 0 and redis.call('EXISTS', log) == 0
    if not begins then
      return 1
    end
  end

  -- One entry for all, under the seq of the last: an XADD costs as much as all else here together. (%d is exact to 2^53, as %.0f is, and
  -- a tenth of the work.)
  local last = string.format('%d', expected + count)
  local from = arg + 4
  if begins then
    redis.call('DEL', about_log)
  end
  if beside then
    if beside > 0 then
      local first = begins and 1 or tonumber(redis.call('HGET', about_log, 'first'))
      redact(key + 3, about_log, first, expected + count, from + 2, beside)
    end
    if begins then
      redis.call('ZADD', KEYS[key + 4], ARGV[from + 1], ARGV[from])
    end
    from = from + 2 + beside
  end

  local add = { 'XADD', log, last .. '-0' }
  for i = from, from + count - 1 do
    add[#add + 1] = 'e'
    add[#add + 1] = ARGV[i]
  end

  local added = redis.pcall(unpack(add))
  if type(added) == 'table' and added.err then
    -- Somebody has added entries by hand where ours belong. They were never part of the log.
    local foreign = redis.call('XRANGE', log, string.format('(%d-0', expected), '+')
    for i = 1, #foreign do
      redis.call('XDEL', log, foreign[i][1])
    end
    redis.call('XSETID', log, string.format('%d-0', expected))
    redis.call(unpack(add))
  end
  if begins then
    redis.call('HSET', about_log, 'epoch', ARGV[arg + 1], 'last', last, 'first', '1', 'doubts', fence[2] or '0')
  else
    redis.call('HSET', about_log, 'last', last)
  end
  return 0
end

local results = {}
local key, arg = 1, 1
while key <= #KEYS do
  local count, beside = tonumber(ARGV[arg + 3]), nil
  if not count then
    count, beside = string.match(ARGV[arg + 3], '^(%d+)%+(%d+)$')
    count, beside = tonumber(count), tonumber(beside)
  end

  -- One room's trouble is not the others'.
  local ran, result = pcall(append, key, arg, count, beside)
  if not ran then
    result = type(result) == 'table' and result.err or tostring(result)
  end
  results[#results + 1] = result
  key = key + (beside and 5 or 3)
  arg = arg + 4 + count + (beside and 2 + beside or 0)
end
return results
