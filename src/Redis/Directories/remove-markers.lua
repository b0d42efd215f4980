-- Forgets read markers.
--
-- KEYS  as in raise-markers.lua
-- ARGV  the writer's term, the users; none for all

if redis.call('HGET', KEYS[1], 'takes') ~= ARGV[1] then
  return 0
end

if #ARGV == 1 then
  redis.call('UNLINK', KEYS[2])
end
for i = 2, #ARGV do
  redis.call('HDEL', KEYS[2], ARGV[i])
end
return 1
