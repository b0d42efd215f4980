-- Notes that a user is in a room, and ends a claim on it.
--
-- KEYS  the user's rooms, the user's claims
-- ARGV  the room, the seq by which the user is in

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZREM', KEYS[2], ARGV[1])
return 0
