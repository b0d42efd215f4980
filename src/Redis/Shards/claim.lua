-- Takes what is free, and what the node owns already anew, each in a term above all earlier ones and above its floor.
-- KEYS  members, owners, about (all in one slot)
-- ARGV  node, incarnation, picture known, then of each shard its number and the floor
local node, incarnation = ARGV[1], ARGV[2]
local now = clock()
local known = members()
local self = known[node]

if self and self.incarnation == incarnation and lives(self, now) then
  for i = 4, #ARGV, 2 do
    local shard, floor = ARGV[i], tonumber(ARGV[i + 1])
    local term, owner = owned(shard, known, now)
    if not owner or owner == node then
      give(shard, math.max(term, floor), node, self)
    end
  end
end

return view(1, now, ARGV[3])
