-- The server's clock, in milliseconds: the one that all processes agree about.
local function clock(_argv)
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
