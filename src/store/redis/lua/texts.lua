-- The texts of one key as they stand there: field, text, field, text …; a plain string has the field ''.
-- ARGV: field, before, after …: changes those that still are as they were before. Gives what is there afterwards.
local key = KEYS[1]
local is_hash = redis.call('TYPE', key).ok == 'hash'

local function read(field)
  if is_hash then return redis.call('HGET', key, field) end
  return redis.call('GET', key)
end

for i = 1, #ARGV, 3 do
  if read(ARGV[i]) == ARGV[i + 1] then
    if is_hash then
      redis.call('HSET', key, ARGV[i], ARGV[i + 2])
    else
      redis.call('SET', key, ARGV[i + 2], 'KEEPTTL')
    end
  end
end
if is_hash then return redis.call('HGETALL', key) end
return { '', read('') or '' }
