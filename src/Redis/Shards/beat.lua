-- A node says that it lives, and learns who else does and who owns what.
-- KEYS  members, owners, about (all in one slot)
-- ARGV  node, incarnation, mark of its terms, ttl in ms, what it tells of itself, settings that must agree, picture known
-- Replies {1, picture} as view() makes it; {0} when another life of the node is in the cluster; {-1, settings} when the
-- cluster has others.
local node, incarnation, mark, ttl = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local agreed = redis.call('HGET', KEYS[3], 'settings')
if not agreed then
  redis.call('HSET', KEYS[3], 'settings', ARGV[6])
elseif agreed ~= ARGV[6] then
  return {-1, agreed}
end

local now = clock()
local life_now = generation()
if redis.call('HGET', KEYS[3], 'generation') ~= life_now then
  -- The store was away, or is another one: nobody could say that he lived. Who was in the cluster gets one lease more, so that
  -- the first to come back does not take everything.
  redis.call('HSET', KEYS[3], 'generation', life_now)
  for name, member in pairs(members()) do
    put(name, now + member.ttl, member.ttl, member.mark, member.incarnation, member.info)
  end
end

local known = members()
for name, member in pairs(known) do
  if not lives(member, now) then
    redis.call('HDEL', KEYS[1], name)
    known[name] = nil
  elseif member.till - now > member.ttl then
    put(name, now + member.ttl, member.ttl, member.mark, member.incarnation, member.info)
  end
end
if known[node] and known[node].incarnation ~= incarnation then
  return {0}
end

put(node, now + ttl, ttl, mark, incarnation, ARGV[5])
return view(1, now, ARGV[7])
