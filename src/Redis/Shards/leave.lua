-- A node is gone. What it owned names a life that does not live, and so is free.
-- KEYS  members
-- ARGV  node, incarnation
local member = members()[ARGV[1]]
if member and member.incarnation == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
