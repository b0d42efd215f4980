-- Keeps a place for a user who means to come into a room.
--
-- KEYS  the user's rooms: hash of room to seq; the user's claims: sorted set of rooms by when the claim ends, in ms
-- ARGV  the room, how many rooms and claims the user may have, how long the claim lasts (ms)
--
-- Returns 0 when the user is in, 1 when the place is kept, 2 when there is none.

if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return 0
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local claimed = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not claimed and redis.call('HLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[2]) then
  return 2
end

redis.call('ZADD', KEYS[2], string.format('%.0f', now + tonumber(ARGV[3])), ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
