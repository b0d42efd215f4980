-- Forgets that a user is in a room, unless it is another time than the one that is meant.
--
-- KEYS  the user's rooms
-- ARGV  the room, the seq by which the user was in

if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
