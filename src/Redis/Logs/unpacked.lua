-- The oldest entries of a room's log that are in no block yet, if there are enough for one.
--
-- KEYS  the shard's fence, the room's log, what is known of the log, the newest snapshot, the seqs that have lost their content
-- ARGV  the writer's term, how many of the newest entries stay as they are, how many make a block
--
-- Returns nothing when there is nothing to pack; else the epoch, the first and the last seq of the block, how often content was taken away, the
-- entries as read.lua does, and which of those seqs have lost their content.

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return {}
end

local about = redis.call('HMGET', KEYS[3], 'epoch', 'first', 'last', 'packed', 'redacted')
local snapshot = redis.call('HMGET', KEYS[4], 'epoch', 'head')
if not about[1] or snapshot[1] ~= about[1] then
  return {}
end

-- What a node of an earlier release, or a reader of a damaged block, cannot read has to be in the snapshot.
local from = math.max(tonumber(about[2]), tonumber(about[4] or '0'))
local to = from + tonumber(ARGV[3]) - 1
if to > tonumber(about[3]) - tonumber(ARGV[2]) or to > tonumber(snapshot[2]) then
  return {}
end

local first, last = string.format('%.0f', from), string.format('%.0f', to)
local entries = redis.call('XRANGE', KEYS[2], first .. '-0', last .. '-0')
local reached = #entries > 0 and tonumber(string.match(entries[#entries][1], '^%d+')) or 0
if reached < to then
  entries[#entries + 1] = redis.call('XRANGE', KEYS[2], '(' .. last .. '-0', '+', 'COUNT', 1)[1]
end
return {
  about[1], first, last, about[5] or '0', entries,
  about[5] and redis.call('ZRANGEBYSCORE', KEYS[5], first, last) or {},
}
