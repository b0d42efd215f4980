-- Notes that the secret of a login was shown, the first time.
--
-- KEYS  the login
-- ARGV  the secret, now (ticks)
--
-- Returns 1, or 0 when the secret is another one or was confirmed before.

local known = redis.call('HMGET', KEYS[1], 'secret', 'confirmed')
if known[1] ~= ARGV[1] or (known[2] and known[2] ~= '') then
  return 0
end

redis.call('HSET', KEYS[1], 'confirmed', ARGV[2])
return 1
