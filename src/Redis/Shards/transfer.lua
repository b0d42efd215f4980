-- Passes shards on, each in the next term of its next owner; frees those whose next owner is not there.
-- KEYS  members, owners, about (all in one slot)
-- ARGV  node, incarnation, picture known, then of each shard its number, the term it is owned in, and the next owner
local node = ARGV[1]
local now = clock()
local known = members()

for i = 4, #ARGV, 3 do
  local shard, held, to = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2]
  local term, owner, incarnation = owned(shard, known, now)
  if owner == node and incarnation == ARGV[2] and term == held then
    local next = known[to]
    if next and lives(next, now) then
      give(shard, term, to, next)
    else
      free(shard, term)
    end
  end
end

return view(1, now, ARGV[3])
