-- Exchanges the secret of a login.
--
-- KEYS  the login
-- ARGV  from, what the browser has, to, now (ticks)
--
-- Returns 1, or 0 when the secret is another one.

if redis.call('HGET', KEYS[1], 'secret') ~= ARGV[1] then
  return 0
end

redis.call('HSET', KEYS[1], 'secret', ARGV[3], 'earlier', ARGV[2], 'exchanged', ARGV[4], 'confirmed', '')
return 1
