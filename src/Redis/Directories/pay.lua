-- Forgets what the directory has been told of a room.
--
-- KEYS  as in owe.lua
-- ARGV  the writer's term, the room, the seq up to which it was told

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local known = redis.call('HGET', KEYS[2], ARGV[2])
if not known then
  return 0
end

local after, upTo = string.match(known, '(%d+):(%d+)')
if tonumber(upTo) <= tonumber(ARGV[3]) then
  redis.call('HDEL', KEYS[2], ARGV[2])
elseif tonumber(after) < tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3] .. ':' .. upTo)
end
return 1
