-- Reads part of the list of public rooms, in the order of their ids.
--
-- KEYS  the ids of the rooms on the list, what is shown of each
-- ARGV  where to begin, as ZRANGEBYLEX takes it; how many

local ids = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2])
if #ids == 0 then
  return {}
end
return redis.call('HMGET', KEYS[2], unpack(ids))
