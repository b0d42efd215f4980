-- Reads single entries of a room's log.
--
-- KEYS  the room's log, what is known of the log, its oldest part in blocks, the seqs that have lost their content
-- ARGV  the epoch, how many bytes are enough, the seqs, lowest first
--
-- Returns nothing when there is no such log; else how many of the seqs it has looked for, the first seq of the log, the entries that they are in, as
-- read.lua does, the blocks, and which of the seqs have lost their content.

local about = redis.call('HMGET', KEYS[2], 'epoch', 'first', 'last', 'packed', 'redacted')
if about[1] ~= ARGV[1] or redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end

local first, last, packed = tonumber(about[2]), tonumber(about[3]), tonumber(about[4] or '0')
local entries, blocks, redacted = {}, {}, {}
local bytes, looked, reached = 0, 0, 0
for i = 3, #ARGV do
  if bytes >= tonumber(ARGV[2]) then
    break
  end

  -- Several may be in one.
  local seq = tonumber(ARGV[i])
  if seq >= first and seq <= last and seq > reached then
    local key, list = KEYS[1], entries
    if seq < packed then
      key, list = KEYS[3], blocks
    end

    local found = redis.call('XRANGE', key, ARGV[i] .. '-0', '+', 'COUNT', 1)[1]
    if found then
      list[#list + 1] = found
      reached = tonumber(string.match(found[1], '^%d+'))
      for j = 2, #found[2], 2 do
        bytes = bytes + #found[2][j]
      end
    end
  end
  looked = looked + 1
end

if about[5] and looked > 0 then
  local scores = redis.call('ZMSCORE', KEYS[4], unpack(ARGV, 3, 2 + looked))
  for i = 1, looked do
    if scores[i] then
      redacted[#redacted + 1] = ARGV[2 + i]
    end
  end
end
return { looked, about[2], entries, blocks, redacted }
