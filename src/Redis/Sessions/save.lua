-- Keeps a session's record, whatever was there.
--
-- KEYS  the session
-- ARGV  as in renew.lua

redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'user', ARGV[2], 'guest', ARGV[3], 'record', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 0
