-- Forgets that a user is in a room, unless they are in by a later event.
--
-- KEYS  the user's rooms
-- ARGV  the room, the seq after which the user was out

local seq = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or -1)
if seq >= 0 and seq <= tonumber(ARGV[2]) then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
