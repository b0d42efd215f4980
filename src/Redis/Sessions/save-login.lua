-- Keeps a login, and ends the user's oldest ones where there are too many.
--
-- KEYS  the login, the user's logins by when they began
-- ARGV  how long (ms), now (ms since 1970), its name, how many a user has at most, what the keys of all logins of the user begin with,
--       the secret, until when at the latest (ticks), since when (ticks), the content, how long the list is kept (ms)

redis.call('DEL', KEYS[1])
if tonumber(ARGV[1]) <= 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'secret', ARGV[6], 'earlier', '', 'ends', ARGV[7], 'exchanged', ARGV[8], 'content', ARGV[9])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
-- The list goes with the login that ends last, which need not be the newest.
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[10]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[10])
end

local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if over <= 0 then
  return 0
end

-- Those that have gone by themselves first.
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '+inf')) do
  if redis.call('EXISTS', ARGV[5] .. name) == 0 then
    redis.call('ZREM', KEYS[2], name)
    over = over - 1
  end
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '+inf')) do
  if over <= 0 then
    break
  end
  redis.call('ZREM', KEYS[2], name)
  redis.call('DEL', ARGV[5] .. name)
  over = over - 1
end
return 0
