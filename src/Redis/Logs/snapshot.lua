-- Keeps a snapshot in place of an older one of the same epoch, unless the log does not reach as far any more.
--
-- KEYS  the shard's fence, what is known of the log, the newest snapshot
-- ARGV  the writer's term, the snapshot's epoch, its head, the snapshot

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

local about = redis.call('HMGET', KEYS[2], 'epoch', 'last')
if about[1] ~= ARGV[2] or tonumber(about[2]) < tonumber(ARGV[3]) then
  return 0
end

local known = redis.call('HMGET', KEYS[3], 'epoch', 'head')
if known[1] == ARGV[2] and tonumber(known[2]) > tonumber(ARGV[3]) then
  return 0
end

redis.call('HSET', KEYS[3], 'epoch', ARGV[2], 'head', ARGV[3], 'data', ARGV[4])
return 1
