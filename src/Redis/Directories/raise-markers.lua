-- Moves read markers forward.
--
-- KEYS  the shard's fence, the room's markers: hash of user to seq
-- ARGV  the writer's term, and for each marker the user and the seq

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

for i = 2, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[2], ARGV[i])
  if not known or tonumber(known) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
  end
end
return 1
