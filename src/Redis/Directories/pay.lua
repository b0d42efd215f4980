-- Forgets what the directory has been told of a room.
--
-- KEYS  as in owe.lua
-- ARGV  the writer's term, the room, the seq after which it was told, the seq up to which it was

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local known = redis.call('HGET', KEYS[2], ARGV[2])
if not known then
  return 0
end

local after, upTo = string.match(known, '(%d+):(%d+)')
local toldAfter, toldUpTo = ARGV[3], ARGV[4]
if tonumber(after) < tonumber(toldAfter) then
  -- What was owed before that was not told with it.
  if tonumber(upTo) <= tonumber(toldUpTo) and tonumber(upTo) > tonumber(toldAfter) then
    redis.call('HSET', KEYS[2], ARGV[2], after .. ':' .. toldAfter)
  end
elseif tonumber(upTo) <= tonumber(toldUpTo) then
  redis.call('HDEL', KEYS[2], ARGV[2])
elseif tonumber(after) < tonumber(toldUpTo) then
  redis.call('HSET', KEYS[2], ARGV[2], toldUpTo .. ':' .. upTo)
end
return 1
