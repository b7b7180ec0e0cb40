-- Followers whose time has come, by the server's clock. KEYS: indexes, those of urgent work first, then as many of
-- everything. ARGV: how many at most, how many of these that can wait, and how far ahead an urgent time can be.
local now = clock(ARGV)
local limit, later, reach = tonumber(ARGV[1]), tonumber(ARGV[2]), now + tonumber(ARGV[3])
local half = #KEYS / 2
local found, known = {}, {}

local function take(index, most, from, to)
  if #found >= most then return end
  -- Those that stand in both indexes are read twice.
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', index, from, to, 'LIMIT', 0, most)) do
    if #found < most and not known[member] then
      found[#found + 1] = member
      known[member] = true
    end
  end
end

for i = 1, half do
  take(KEYS[i], limit, 0, now)
  -- Further away than it can be: the clock was set back.
  take(KEYS[i], limit, '(' .. reach, '+inf')
end
local most = math.min(limit, #found + later)
for i = half + 1, #KEYS do take(KEYS[i], most, 0, now) end
return found
