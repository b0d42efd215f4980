-- What the scripts of the directory share; put before each of them.
--
-- members  hash, node -> "until ttl mark incarnation info": lives until then (ms of this server's clock), a lease is so long (ms)
-- owners   hash, shard -> "term node incarnation", or "term" while nobody owns it: a term is never forgotten
-- about    hash: settings that must agree; generation, the life of the server that wrote last; version, of the owners
--
-- An owner owns as long as that incarnation of it lives, so whoever is silent for a lease loses all at once, and nothing has
-- to be written for it. Terms are below 2^53, where numbers are exact here; they are written with %.0f, since others get an
-- exponent.

local MARK = 1048576 -- ShardTerm: the number of the claim above, the mark of the claimant below

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local life
local function generation()
  if not life then
    local info = redis.call('INFO', 'server')
    life = type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
  end
  return life
end

local function members()
  local all = {}
  local flat = redis.call('HGETALL', KEYS[1])
  for i = 1, #flat, 2 do
    local till, ttl, mark, incarnation, info = string.match(flat[i + 1], '^(%d+) (%d+) (%d+) (%S+) (.*)$')
    if till then
      all[flat[i]] = { till = tonumber(till), ttl = tonumber(ttl), mark = tonumber(mark), incarnation = incarnation, info = info }
    end
  end
  return all
end

-- A lease that ends later than it can was written by a clock that is ahead of this one, another server's: it counts as one that
-- begins now, and beat.lua writes it down as that.
local function left(member, now)
  return math.min(member.till - now, member.ttl)
end

local function lives(member, now)
  return left(member, now) > 0
end

local function put(node, till, ttl, mark, incarnation, info)
  redis.call('HSET', KEYS[1], node, string.format('%.0f %.0f %.0f %s %s', till, ttl, mark, incarnation, info))
end

-- The last term of the shard, and the node and its incarnation that own it now, if any.
local function owned(shard, known, now)
  local entry = redis.call('HGET', KEYS[2], shard)
  if not entry then
    return 0
  end
  local term, node, incarnation = string.match(entry, '^(%d+) (%S+) (%S+)$')
  if not term then
    return tonumber(string.match(entry, '^%d+') or 0)
  end
  local member = known[node]
  if member and member.incarnation == incarnation and lives(member, now) then
    return tonumber(term), node, incarnation
  end
  return tonumber(term)
end

local function change(shard, entry)
  redis.call('HSET', KEYS[2], shard, entry)
  -- Names this state of the owners for ever: not even a store that went back in time gives it out again.
  local time = redis.call('TIME')
  local version = tonumber(redis.call('HGET', KEYS[3], 'version') or 0)
  redis.call('HSET', KEYS[3], 'version', string.format('%.0f', math.max(version + 1, time[1] * 1000000 + time[2])))
end

local function give(shard, floor, node, member)
  local term = (math.floor(floor / MARK) + 1) * MARK + member.mark
  change(shard, string.format('%.0f %s %s', term, node, member.incarnation))
end

local function free(shard, term)
  change(shard, string.format('%.0f', term))
end

-- {status, generation, picture, members: flat {node, ms left, incarnation, info}, owners: flat {shard, entry}}; without
-- the owners when the caller has this picture of them.
local function view(status, now, known)
  local picture = generation() .. '/' .. (redis.call('HGET', KEYS[3], 'version') or '0')
  local living = {}
  for node, member in pairs(members()) do
    if lives(member, now) then
      living[#living + 1] = node
      living[#living + 1] = left(member, now)
      living[#living + 1] = member.incarnation
      living[#living + 1] = member.info
    end
  end
  local reply = { status, generation(), picture, living }
  if picture ~= known then
    reply[5] = redis.call('HGETALL', KEYS[2])
  end
  return reply
end
