-- See `Store.writeState`. ARGV: the changes as JSON. Gives the key whose eTag does not fit, or nothing.
local changes = cjson.decode(ARGV[1])
for _, one in ipairs(changes) do
  local before = one.ifTag and state_of(one.key)
  -- A write that comes again finds itself and is right.
  if before and before.eTag ~= one.ifTag and before.eTag ~= one.eTag then return one.key end
end
write_state(changes)
return false
