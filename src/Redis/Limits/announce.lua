-- Begins a life in the place of an earlier one of the same node, with the places that the node knows: the caps are not asked, as their
-- connections are there. Done again, it changes nothing.
--
-- A place that another node's life has is that node's, as its session has gone on there. It may be the other way round where this server has lost
-- what it knew and the earlier node was the first to tell: so the places that were passed over are told, and asked for again later.
-- KEYS  as in counts.lua
-- ARGV  life, how long it is one from now (ms; 0: it has begun, and only goes on), the life that is over by it or "", then of each place session,
--       connection, "1" for a guest, user, address or "-"
-- Returns the run of this server, and the numbers, from 0, of the places that were passed over: all, where nothing is known of the life.
local life, ended = ARGV[1], ARGV[3]
local now = clock()

local function lives(other)
  return tonumber(redis.call('HGET', LIVES, other) or -1) > now
end

local is_over = ARGV[2] == '0' and not lives(life)
if ARGV[2] ~= '0' then
  redis.call('HSET', LIVES, life, string.format('%.0f', now + ARGV[2]))
end
if ended ~= '' then
  redis.call('HSET', LIVES, ended, '-1')
end

local reply = { string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') }
for i = 4, #ARGV, 5 do
  local session = ARGV[i]
  local before = place_of(session)
  if is_over or before and before.life ~= ended and before.life ~= life and lives(before.life) then
    reply[#reply + 1] = (i - 4) / 5
  else
    if before then
      remove(session, before)
    end
    put(session, { life = life, connection = ARGV[i + 1], guest = ARGV[i + 2] == '1', user = ARGV[i + 3], address = ARGV[i + 4] })
  end
end
return reply
