-- A webhook is used from now on, unless it was used before.
--
-- KEYS  what is known of the webhook
-- ARGV  the time
--
-- Returns since when it is used.

local since = redis.call('HGET', KEYS[1], 'since')
if not since then
  since = ARGV[1]
  redis.call('HSET', KEYS[1], 'since', since)
end
return since
