-- Followers whose time has come, by the server's clock. KEYS: indexes of due work. ARGV: how many at most.
local now = clock()
local found = {}
for _, index in ipairs(KEYS) do
  local left = ARGV[1] - #found
  if left <= 0 then break end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', index, 0, now, 'LIMIT', 0, left)) do
    found[#found + 1] = member
  end
end
return found
