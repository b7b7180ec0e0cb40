-- Bot state: a hash per owner, each value with its eTag. `STATE` is the hash.
local function write_state(changes)
  for _, one in ipairs(changes) do
    if one.value then
      redis.call('HSET', STATE, one.key, cjson.encode({ one.eTag, one.value }))
    else
      redis.call('HDEL', STATE, one.key)
    end
  end
end

local function state_of(key)
  local text = redis.call('HGET', STATE, key)
  local item = text and cjson.decode(text)
  return item and { key = key, eTag = item[1], value = item[2] } or nil
end
