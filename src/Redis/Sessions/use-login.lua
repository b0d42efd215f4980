-- Reads a login, which keeps it for longer.
--
-- KEYS  the login
-- ARGV  how long when it is not used (ms)
--
-- Returns its fields; nothing when there is none.

local known = redis.call('HMGET', KEYS[1], 'secret', 'earlier', 'ends', 'exchanged', 'content', 'confirmed')
if not known[1] then
  return false
end

redis.call('PEXPIRE', KEYS[1], ARGV[1])
return known
