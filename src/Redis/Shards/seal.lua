-- Ends writing to the logs of a shard: nothing was acked that is not in them.
--
-- KEYS  the shard's fence
-- ARGV  the term

if redis.call('HGET', KEYS[1], 'takes') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'takes', '')
end
return 0
