-- A node says that it lives, and frees what others held that do not.
-- KEYS  as in counts.lua
-- ARGV  life, how long it is one from now (ms)
-- Returns {1, run of this server, 1 if there is more to free}; {0} when nothing is known of the life.
local till = redis.call('HGET', LIVES, ARGV[1])
if not till or tonumber(till) < 0 then
  return { 0 }
end

local now = clock()
redis.call('HSET', LIVES, ARGV[1], string.format('%.0f', now + ARGV[2]))
local more = sweep(now, ARGV[1]) and 1 or 0
return { 1, string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), more }
