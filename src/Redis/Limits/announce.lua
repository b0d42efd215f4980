-- Begins a life in the place of an earlier one of the same node, with the places that the node knows: the caps are not asked, as their
-- connections are there. Done again, it changes nothing.
-- KEYS  as in counts.lua
-- ARGV  life, how long it is one from now (ms), the life that is over by it or "", then of each place session, connection, "1" for a guest, user,
--       address or "-"
-- Returns the run of this server.
local life, ended = ARGV[1], ARGV[3]
redis.call('HSET', LIVES, life, string.format('%.0f', clock() + ARGV[2]))
if ended ~= '' then
  redis.call('HSET', LIVES, ended, '-1')
end

for i = 4, #ARGV, 5 do
  local session = ARGV[i]
  local before = place_of(session)

  -- One that another node has by now has gone on there.
  if not before or before.life == ended or before.life == life then
    if before then
      remove(session, before)
    end
    put(session, { life = life, connection = ARGV[i + 1], guest = ARGV[i + 2] == '1', user = ARGV[i + 3], address = ARGV[i + 4] })
  end
end
return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
