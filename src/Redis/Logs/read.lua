-- Reads part of a room's log, with its bounds at this moment.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, its oldest part in blocks, the seqs that have lost their content
-- ARGV  after, before, limit, "1" for newest first
--
-- Returns nothing when there is no log; else epoch, first seq, last seq, "1" when in doubt, the first and last seq of the page,
-- the entries that hold what is in between as id and fields, oldest first, the blocks that do, and which of those seqs have lost their
-- content. An entry or a block bears the seq of the last of its events, so the first and the last may hold others, too. What is missing was
-- deleted by hand.

local about = redis.call('HMGET', KEYS[3], 'epoch', 'first', 'last', 'doubts', 'packed', 'redacted')
if not about[1] or redis.call('EXISTS', KEYS[2]) == 0 then
  return {}
end

local first, last, limit = tonumber(about[2]), tonumber(about[3]), tonumber(ARGV[3])
local from = math.max(tonumber(ARGV[1]) + 1, first)
local to = math.min(tonumber(ARGV[2]) - 1, last)
if to - from + 1 > limit then
  if ARGV[4] == '1' then
    from = to - limit + 1
  else
    to = from + limit - 1
  end
end

-- What lies between two seqs, and what the last of them is in.
local function range(key, from, to)
  if from > to then
    return {}
  end

  local entries = redis.call('XRANGE', key, string.format('%.0f-0', from), string.format('%.0f-0', to))
  local reached = #entries > 0 and tonumber(string.match(entries[#entries][1], '^%d+')) or 0
  if reached < to then
    entries[#entries + 1] = redis.call('XRANGE', key, string.format('(%.0f-0', to), '+', 'COUNT', 1)[1]
  end
  return entries
end

local doubts = redis.call('HGET', KEYS[1], 'doubts') or '0'
local packed = tonumber(about[5] or '0')
local redacted = {}
if about[6] and from <= to then
  redacted = redis.call('ZRANGEBYSCORE', KEYS[5], string.format('%.0f', from), string.format('%.0f', to))
end
return {
  about[1], about[2], about[3], doubts ~= about[4] and '1' or '0',
  string.format('%.0f', from), string.format('%.0f', to),
  range(KEYS[2], math.max(from, packed), to), range(KEYS[4], from, math.min(to, packed - 1)), redacted,
}
