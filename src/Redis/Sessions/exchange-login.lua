-- Exchanges the secret of a login.
--
-- KEYS  the login
-- ARGV  from, to, now (ticks)
--
-- Returns 1, or 0 when the secret is another one.

if redis.call('HGET', KEYS[1], 'secret') ~= ARGV[1] then
  return 0
end

redis.call('HSET', KEYS[1], 'secret', ARGV[2], 'earlier', ARGV[1], 'exchanged', ARGV[3])
return 1
