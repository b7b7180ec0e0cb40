-- See `TokenStore`. KEYS: one credential's hash of value, expires_at, fence, lease_by, lease_until.
-- ARGV: what is asked, and its arguments.
local ask = ARGV[1]
local now = clock(ARGV)

local function field(name) return redis.call('HGET', KEYS[1], name) end
local function number(name) return tonumber(field(name) or 0) end
local function write(...) redis.call('HSET', KEYS[1], ...) end
local function whole(value) return string.format('%.0f', value) end

-- The token with what is left of its life; nothing when that is over.
local function shared()
  local value, left = field('value'), number('expires_at') - now
  if not value or left <= 0 then return nil end
  return { value = value, leftMs = left }
end

local function is_newest(fence) return tonumber(fence) == number('fence') end

local asks = {}

function asks.read() return { token = shared() } end

function asks.claim(by, lease_ms)
  local wait = number('lease_until') - now
  -- One that lasts longer than it can is void: the clock was set back.
  if wait > 0 and wait <= lease_ms + 1000 then return { token = shared(), waitMs = wait } end
  local fence = number('fence') + 1
  write('fence', whole(fence), 'lease_by', by, 'lease_until', whole(now + lease_ms))
  return { token = shared(), fence = fence, waitMs = 0 }
end

-- The lease may have ended; as long as nobody took a newer one, this token is the newest there is.
function asks.write(fence, value, life_ms)
  if not is_newest(fence) then return { done = false } end
  write('value', value, 'expires_at', whole(now + life_ms), 'lease_until', '0')
  return { done = true }
end

function asks.release(fence)
  if is_newest(fence) then write('lease_until', '0') end
  return { done = true }
end

function asks.invalidate(value)
  if field('value') ~= value then return { done = false } end
  redis.call('HDEL', KEYS[1], 'value', 'expires_at')
  return { done = true }
end

return cjson.encode(asks[ask](unpack(ARGV, 2)))
