-- See `Store.readState`. ARGV: keys.
local items = {}
for _, key in ipairs(ARGV) do items[#items + 1] = state_of(key) end
return cjson.encode(items)
