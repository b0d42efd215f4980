-- Notes what the directory has to be told of a room.
--
-- KEYS  the shard's fence, what its rooms owe: hash of room to "after:up to"
-- ARGV  the writer's term, the room, the seq after which it begins, the seq up to which it goes

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local after, upTo = ARGV[3], ARGV[4]
local known = redis.call('HGET', KEYS[2], ARGV[2])
if known then
  local knownAfter, knownUpTo = string.match(known, '(%d+):(%d+)')
  if tonumber(knownAfter) < tonumber(after) then
    after = knownAfter
  end
  if tonumber(knownUpTo) > tonumber(upTo) then
    upTo = knownUpTo
  end
end
redis.call('HSET', KEYS[2], ARGV[2], after .. ':' .. upTo)
return 1
