-- What the scripts that count connections share; put before each of them. All keys are in one slot.
--
-- KEYS  lives      hash, life of a node -> until when it is one (ms of this server's clock); -1: it is over
--       holders    hash, session -> "life connection guest user address": the place that it has
--       held       sorted set of "life session", all with the score 0: the places of each life
--       users      hash, user -> places
--       addresses  hash, address -> places; "-" is none and is not counted
--       guests     hash, one field: places

local LIVES, HOLDERS, HELD, USERS, ADDRESSES, GUESTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function place_of(session)
  local held = redis.call('HGET', HOLDERS, session)
  if not held then
    return nil
  end
  local life, connection, guest, user, address = string.match(held, '^(%S+) (%S+) (%d) (%S+) (%S+)$')
  return { life = life, connection = connection, guest = guest == '1', user = user, address = address }
end

local function add(key, field, by)
  if redis.call('HINCRBY', key, field, by) <= 0 then
    redis.call('HDEL', key, field)
  end
end

local function count(place, by)
  add(USERS, place.user, by)
  if place.address ~= '-' then
    add(ADDRESSES, place.address, by)
  end
  if place.guest then
    add(GUESTS, 'all', by)
  end
end

local function remove(session, place)
  redis.call('HDEL', HOLDERS, session)
  redis.call('ZREM', HELD, place.life .. ' ' .. session)
  count(place, -1)
end

local function put(session, place)
  redis.call('HSET', HOLDERS, session, table.concat({ place.life, place.connection, place.guest and '1' or '0', place.user, place.address }, ' '))
  redis.call('ZADD', HELD, 0, place.life .. ' ' .. session)
  count(place, 1)
end

-- Frees what lives held that are over, so many places at a time. Returns whether there is more.
local function sweep(now, own)
  local left = 500
  local lives = redis.call('HGETALL', LIVES)
  for i = 1, #lives, 2 do
    local life = lives[i]
    if life ~= own and tonumber(lives[i + 1]) <= now then
      -- A blank comes before every character of a session's name, and ! right after the blank.
      local found = redis.call('ZRANGEBYLEX', HELD, '[' .. life .. ' ', '(' .. life .. '!', 'LIMIT', 0, left)
      for _, member in ipairs(found) do
        local session = string.sub(member, #life + 2)
        local place = place_of(session)
        if place and place.life == life then
          remove(session, place)
        else
          redis.call('ZREM', HELD, member)
        end
      end
      left = left - #found
      if left <= 0 then
        return true
      end
      redis.call('HDEL', LIVES, life)
    end
  end
  return false
end
