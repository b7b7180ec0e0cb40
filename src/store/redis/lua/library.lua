-- How the verbs are called. KEYS: the keys of one follower, see `begin`; of several, where leases are renewed.
-- ARGV: the verb's arguments as JSON, the prefix of wake channels, the follower's name in the index, the verb's long
-- texts: JSON costs by the character.

-- The reply as JSON, and the time. Where it tells facts or brings work, the line stands behind them as it was written: facts
-- are made of it where they are read. Behind work stands the record too.
local function told(reply)
  local work = reply.work or reply.next
  if not (work or reply.ok or reply.changed) then return { cjson.encode(reply), now } end
  return { cjson.encode(reply), now, written, work and record }
end

-- A verb that changes the line.
local function writing(verb)
  return function(keys, argv)
    texts = argv
    begin(keys, 1, cjson.decode(argv[1]), argv[2], argv[3], clock(argv))
    within_reach()
    local reply = verb()
    save()
    if #ended > 0 then reply.ended = ended end
    return told(reply)
  end
end

-- One that reads, or removes everything.
local function plain(verb)
  return function(keys, argv)
    begin(keys, 1, cjson.decode(argv[1]), argv[2], argv[3], clock(argv))
    return told(verb())
  end
end

-- Each lease for itself. The arguments are a list of leases, each with its follower's name.
local function renew_all(keys, argv)
  local at, states = clock(argv), {}
  for i, lease in ipairs(cjson.decode(argv[1])) do
    begin(keys, i * 5 - 4, lease, argv[2], lease.member, at)
    within_reach()
    states[i] = verbs.renew().state
    save()
  end
  return states
end

local function register(name, callback, flags)
  redis.register_function({ function_name = LIBRARY .. '_' .. name, callback = callback, flags = flags })
end

-- While a library is loaded there is no `ipairs`.
local WRITING = { 'arrive', 'step', 'release', 'untake', 'handBack', 'enter', 'sendNext', 'wake' }
for i = 1, #WRITING do register(WRITING[i], writing(verbs[WRITING[i]])) end
register('renew', renew_all)
register('forget', plain(verbs.forget))
register('fateOf', plain(verbs.fateOf), { 'no-writes' })
register('export', plain(verbs.export), { 'no-writes' })
