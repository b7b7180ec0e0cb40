-- What is remembered, and what is removed.

function verbs.fateOf()
  local push = push_of(string.match(args.id, '^(.*)#'))
  return { fate = push and push.fates[args.id] }
end

function verbs.export()
  local all, state = {}, {}
  for _, key in ipairs(redis.call('HKEYS', STATE)) do state[#state + 1] = state_of(key) end
  for _, key in ipairs(redis.call('HKEYS', PUSHES)) do
    if key ~= SWEPT then all[key] = push_of(key) or nil end
  end
  return {
    line = stored and line or nil, record = record, pushes = all,
    state = #state > 0 and state or nil,
  }
end

function verbs.forget()
  redis.call('DEL', LINE, PUSHES, STATE)
  redis.call('ZREM', DUE, member)
  redis.call('ZREM', URGENT, member)
  return {}
end
