-- Ends a login.
--
-- KEYS  the login, the user's logins
-- ARGV  its name
--
-- Returns 1, or 0 when there was none.

redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
