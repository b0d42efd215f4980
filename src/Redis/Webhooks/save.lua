-- Keeps a webhook's offset in a room's log, unless one is there that is further on.
--
-- KEYS  the room's offsets
-- ARGV  the webhook, the log's epoch, the seq, that event's time (of as many digits as every other)

local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local epoch, seq, at = string.match(known, '^(%S+) (%S+) (%S+)$')
  if epoch == ARGV[2] then
    if tonumber(ARGV[3]) <= tonumber(seq) then
      return 0
    end
  -- Compared as texts: too long for numbers of 53 bits.
  elseif ARGV[4] <= at then
    return 0
  end
end

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
return 1
