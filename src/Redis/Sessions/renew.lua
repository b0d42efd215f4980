-- Keeps a session's record while it is there.
--
-- KEYS  the session
-- ARGV  how long (ms), the user, "1" for a guest, the record
--
-- Returns 0 when kept, 1 when another connection has taken it, 2 when nothing is known of it.

if redis.call('EXISTS', KEYS[1]) == 0 then
  return 2
end
if redis.call('HEXISTS', KEYS[1], 'taken') == 1 then
  return 1
end

redis.call('HSET', KEYS[1], 'user', ARGV[2], 'guest', ARGV[3], 'record', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 0
