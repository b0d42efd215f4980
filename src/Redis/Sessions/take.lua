-- Takes a session's record out, for its own user, once. That it was taken stays, for as long as its connection may try to renew it.
--
-- KEYS  the session
-- ARGV  "1" when a user is named, the user, "1" for a guest

local known = redis.call('HMGET', KEYS[1], 'user', 'guest', 'record')
if not known[3] or known[2] ~= ARGV[3] then
  return false
end
if ARGV[1] == '1' then
  if known[1] ~= ARGV[2] then
    return false
  end
elseif ARGV[3] ~= '1' then
  return false
end

redis.call('HSET', KEYS[1], 'taken', '1')
redis.call('HDEL', KEYS[1], 'user', 'guest', 'record')
return known[3]
