-- Does once everything that the other scripts do, on a key that nobody has, and leaves nothing behind.
--
-- KEYS  a key under the prefix of all others
-- ARGV  a channel under the same prefix
--
-- Returns the commands that the user may not run, or not on this key or channel.

local refused = {}
local function try(...)
  local reply = redis.pcall(...)
  -- Nothing else that can go wrong here would stop a node later; how a refusal is worded depends on the release.
  if type(reply) == 'table' and reply.err then
    for _, sign in ipairs({ 'NOPERM', 'permission', "can't run", "can't access", "can't publish", 'nknown' }) do
      if string.find(reply.err, sign) then
        refused[#refused + 1] = string.lower((...))
        return
      end
    end
  end
end

try('DEL', KEYS[1])
try('HSET', KEYS[1], 'a', '1', 'b', '2')
try('HGET', KEYS[1], 'a')
try('HMGET', KEYS[1], 'a')
try('HGETALL', KEYS[1])
try('HEXISTS', KEYS[1], 'a')
try('HLEN', KEYS[1])
try('HINCRBY', KEYS[1], 'a', 1)
try('HDEL', KEYS[1], 'a')
try('EXISTS', KEYS[1])
try('PEXPIRE', KEYS[1], 60000)
try('UNLINK', KEYS[1])
try('XADD', KEYS[1], '1-0', 'e', '')
try('XRANGE', KEYS[1], '-', '+')
try('XTRIM', KEYS[1], 'MINID', '1-0')
try('XSETID', KEYS[1], '2-0')
try('XDEL', KEYS[1], '1-0')
try('DEL', KEYS[1])
try('ZADD', KEYS[1], 0, 'a')
try('ZRANGEBYLEX', KEYS[1], '-', '+')
try('ZRANGEBYSCORE', KEYS[1], 0, 1)
try('ZSCORE', KEYS[1], 'a')
try('ZMSCORE', KEYS[1], 'a')
try('ZCARD', KEYS[1])
try('ZREMRANGEBYSCORE', KEYS[1], 0, 0)
try('ZREM', KEYS[1], 'a')
try('DEL', KEYS[1])
try('PUBLISH', ARGV[1], '')
try('TIME')
try('INFO', 'server')
return refused
