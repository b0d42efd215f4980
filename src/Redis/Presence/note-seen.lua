-- Notes until when users could be seen. An earlier time than the one that is known means nothing.
--
-- KEYS  the shard's users: sorted set by time, in milliseconds since 1970
-- ARGV  how long it is kept, in milliseconds; of how many users; and for each user the time and the id

local newest = 0
for i = 3, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], 'GT', ARGV[i], ARGV[i + 1])
  newest = math.max(newest, tonumber(ARGV[i]))
end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', newest - ARGV[1]))
local surplus = redis.call('ZCARD', KEYS[1]) - ARGV[2]
if surplus > 0 then
  redis.call('ZREM', KEYS[1], unpack(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf', 'LIMIT', 0, surplus)))
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
