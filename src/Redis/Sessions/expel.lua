-- Notes when a user was sent away.
--
-- KEYS  the note
-- ARGV  how long (ms), the time

redis.call('HSET', KEYS[1], 'at', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 0
