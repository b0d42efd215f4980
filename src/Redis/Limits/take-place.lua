-- Takes a place for a session's connection, or takes over the one that the session has.
-- KEYS  as in counts.lua
-- ARGV  life, how long it is one from now (ms), session, connection, "1" for a guest, user, address or "-", the caps of user, address and
--       guests (0: none)
-- Returns 0 when taken, 1 to 3 for the first cap that has no room, -1 when nothing is known of the life.
local life = ARGV[1]
local till = redis.call('HGET', LIVES, life)
if not till or tonumber(till) < 0 then
  return -1
end

local now = clock()
redis.call('HSET', LIVES, life, string.format('%.0f', now + ARGV[2]))
sweep(now, life)

local session = ARGV[3]
local place = { life = life, connection = ARGV[4], guest = ARGV[5] == '1', user = ARGV[6], address = ARGV[7] }
local before = place_of(session)

local function full(counted, is_ours, cap)
  cap = tonumber(cap)
  return cap > 0 and (tonumber(counted) or 0) - (is_ours and 1 or 0) >= cap
end

if full(redis.call('HGET', USERS, place.user), before and before.user == place.user, ARGV[8]) then
  return 1
end
if place.address ~= '-' and full(redis.call('HGET', ADDRESSES, place.address), before and before.address == place.address, ARGV[9]) then
  return 2
end
if place.guest and full(redis.call('HGET', GUESTS, 'all'), before and before.guest, ARGV[10]) then
  return 3
end

if before then
  remove(session, before)
end
put(session, place)
return 0
