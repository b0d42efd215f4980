-- Frees places, unless another connection has taken them over.
-- KEYS  as in counts.lua
-- ARGV  session and connection of each
for i = 1, #ARGV, 2 do
  local place = place_of(ARGV[i])
  if place and place.connection == ARGV[i + 1] then
    remove(ARGV[i], place)
  end
end
return 0
