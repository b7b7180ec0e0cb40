-- The verbs of the store contract, on the rules of redisProof.lua.
local verbs = {}

local function take(key, taker)
  local waiting = find(line.untaken, function(answer) return answer.key == key end)
  if waiting then
    line.untaken = keep(line.untaken, function(answer) return answer ~= waiting end)
    append(line.given, { { answer = waiting, ['until'] = waiting.rescue_at, takers = {} } })
  end
  local given = given_of(key)
  if taker and given and not has(given.takers, taker) then append(given.takers, { taker }) end
  return { answer = push_of(key).answer or FINAL, opensChain = given and true or nil }
end

function verbs.arrive()
  local key, by = args.push.key, args.by
  local push = change(key)
  if not push then
    if #line.queue >= SETTINGS.queueLength then
      return { deliveries = 1, firstAt = now, leaseLeft = 0, full = true }
    end
    local body, created_at = args.push.body, args.push.createdAt
    push = new_push(key, { kind = args.push.kind, body = body, created_at = created_at })
    if args.opening then open_grant(args.opening, created_at) end
  end
  if not args.again or push.deliveries == 0 then push.deliveries = push.deliveries + 1 end
  if args.answer and push.answer == nil then push.answer = args.answer end
  local work = lease_head(by)
  local seen = { deliveries = push.deliveries, firstAt = push.first_at, work = work, leaseLeft = 0 }
  if push.answer ~= nil then
    local taken = take(key, args.takenBy)
    seen.answer, seen.opensChain = taken.answer, taken.opensChain
    return seen
  end
  if not has(push.waiters, by) then append(push.waiters, { by }) end
  seen.leaseLeft = lease_left()
  return seen
end

-- Step ----------------------------------------------------------------------------------------------------

local function fits(step, facts)
  local held, untaken = step.carried.held, step.carried.untaken
  local moves = #step.passive + #step.chain + #held > 0
  if step.answer and facts.slot == 'gone' then return false end
  if #step.passive > 0 and facts.chain > 0 then return false end
  if #step.chain > facts.quota then return false end
  if moves and #held ~= #facts.held then return false end
  for i, id in ipairs(held) do if not facts.held[i] or facts.held[i].id ~= id then return false end end
  for i, key in ipairs(untaken) do
    if not facts.untaken[i] or facts.untaken[i].pushKey ~= key then return false end
  end
  return #step.passive == 0 or #untaken == #facts.untaken
end

local function drop_all()
  for _, answer in ipairs(line.untaken) do
    set_fates(answer.items, 'dropped')
    retract(answer.key)
  end
  set_fates(line.chain, 'dropped')
  set_fates(line.held, 'dropped')
  line.chain, line.held = {}, {}
end

local function place(step)
  line.held = slice(line.held, #step.carried.held + 1)
  for _, key in ipairs(step.carried.untaken) do retract(key) end
  if step.dropLine then drop_all() end
  set_fates(step.passive, 'passive')
  set_fates(step.chain, 'queued')
  set_fates(step.hold, 'held')
  append(line.chain, step.chain)
  append(line.held, step.hold)
end

local function write_answer(key, push, step)
  push.answer = step.answer.body
  if #step.passive > 0 then
    local rescue_at = push.first_at + SETTINGS.rescueMs
    local answer = { key = key, fence = line.fence, items = step.passive, rescue_at = rescue_at, rescue = step.rescue or 'hold' }
    line.given = keep(line.given, function(given) return push_of(given.answer.key) ~= nil end)
    if step.answer.takenBy then
      append(line.given, { { answer = answer, ['until'] = rescue_at, takers = { step.answer.takenBy } } })
    else
      append(line.untaken, { answer })
    end
  end
  wake_waiters(push, key, line.owner and line.owner.by)
end

local function change_timers(changes)
  for _, one in ipairs(changes) do
    local id = one.set or one.cancel
    line.timers = keep(line.timers, function(timer) return timer.id ~= id end)
    if one.set then append(line.timers, { { id = id, at = one.at, data = one.data } }) end
  end
end

-- Made from the state alone, so that a repeat gets the same reply.
local function accepted(push)
  local reply = { ok = true, facts = facts_of(push) }
  if line.owner and push.accepted.next == line.fence then
    local next_push = push_of(line.owner.key)
    reply.next = next_push and work_of(line.owner.key, next_push)
  end
  return reply
end

function verbs.step()
  local lease, step = args.lease, args.step
  local push = change(lease.pushKey)
  if not push then return { stale = true } end
  if push.accepted and push.accepted.fence == lease.fence and args.n <= push.accepted.n then
    return accepted(push)
  end
  if not holds(lease) then return { stale = true } end
  local facts = facts_of(push)
  if not fits(step, facts) then return { changed = facts } end
  push.accepted = { fence = lease.fence, n = args.n }
  place(step)
  if step.answer then write_answer(lease.pushKey, push, step) end
  if step.save then
    line.record = step.save.record
    change_timers(step.save.timers)
    write_state(step.save.state or {})
  end
  if step.last then
    finish(lease.pushKey)
    local next_work = lease_head(lease.by)
    if next_work then push.accepted.next = next_work.lease.fence end
  else
    renew_owner(lease)
  end
  return accepted(push)
end

-- Slot and lease ------------------------------------------------------------------------------------------

function verbs.release()
  local push = change(args.key)
  if not push then return { answer = FINAL } end
  if push.answer ~= nil then return take(args.key, args.takenBy) end
  push.answer = args.answer
  wake_waiters(push, args.key)
  return { answer = args.answer }
end

function verbs.untake()
  local given = given_of(args.key)
  if not given or not has(given.takers, args.takenBy) then return {} end
  given.takers = keep(given.takers, function(taker) return taker ~= args.takenBy end)
  if #given.takers > 0 then return {} end
  line.given = keep(line.given, function(one) return one ~= given end)
  append(line.untaken, { given.answer })
  table.sort(line.untaken, function(a, b) return a.fence < b.fence end)
  return {}
end

function verbs.renew()
  local push = push_of(args.pushKey)
  if not push or not holds(args) then return { state = 'lost' } end
  renew_owner(args)
  return { state = slot_of(push) == 'free' and 'mine' or 'mine, slot gone' }
end

function verbs.handBack()
  local push = change(args.pushKey)
  if not push or not holds(args) then return {} end
  line.owner = nil
  push.attempts = push.attempts - 1
  wake_waiters(push, args.pushKey, args.by)
  return {}
end

function verbs.enter()
  local key, by = args.key, args.by
  local push = change(key) or new_push(key, { kind = 'proactive', body = '', created_at = now })
  push.entered = { by = by, ['until'] = now + SETTINGS.leaseMs }
  local work = line.queue[1] == key and lease_head(by) or nil
  local place_in_line = 0
  for i, one in ipairs(line.queue) do if one == key then place_in_line = i - 1 end end
  return { place = place_in_line, leaseLeft = lease_left(), work = work }
end

-- Chain ---------------------------------------------------------------------------------------------------

local function hold_chain()
  set_fates(line.chain, 'held')
  line.held, line.chain = joined(line.chain, line.held), {}
end

local function settle(verdict)
  local flight = line.flight
  if not flight or flight.item.id ~= verdict.id or flight.by ~= args.by then return end
  if verdict.fate == 'sent' or verdict.fate == 'unknown' then date_charge(now) end
  line.flight = nil
  set_fate(verdict.id, verdict.fate)
  if verdict.fate == 'queued' or verdict.fate == 'held' then
    refund(flight.charged_at)
    table.insert(line.chain, 1, flight.item)
    if verdict.fate == 'held' then hold_chain() end
  elseif type(verdict.fate) == 'table' then
    refund(flight.charged_at)
  end
end

local function lose_flight()
  if not line.flight or line.flight['until'] > now then return end
  set_fate(line.flight.item.id, 'unknown')
  date_charge(line.flight['until'])
  line.flight = nil
end

local function rescue()
  local chained, held = {}, {}
  for _, answer in ipairs(keep(line.untaken, function(one) return one.rescue_at <= now end)) do
    retract(answer.key)
    append(answer.rescue == 'chain' and chained or held, answer.items)
  end
  set_fates(chained, 'queued')
  set_fates(held, 'held')
  line.chain, line.held = joined(chained, line.chain), joined(held, line.held)
end

local function closed_for()
  local till = 0
  for _, answer in ipairs(line.untaken) do till = math.max(till, answer.rescue_at) end
  for _, given in ipairs(line.given) do till = math.max(till, given['until']) end
  return till - now
end

local function lease_message()
  while line.chain[1] do
    local item = table.remove(line.chain, 1)
    if expired(item) then
      set_fate(item.id, 'expired')
    elseif quota() == 0 then
      table.insert(line.chain, 1, item)
      hold_chain()
      return {}
    else
      charge()
      local till = now + SETTINGS.sendLeaseMs
      local after = args.settle and args.settle.id
      line.flight = { item = item, by = args.by, ['until'] = till, charged_at = now, after = after }
      set_fate(item.id, 'sending')
      return { item = item, sendBy = till }
    end
  end
  return {}
end

function verbs.sendNext()
  if args.opens then
    line.given = keep(line.given, function(given) return given.answer.key ~= args.opens end)
    line.untaken = keep(line.untaken, function(answer) return answer.key ~= args.opens end)
  end
  if args.settle then settle(args.settle) end
  if args.recordOnly then return {} end
  rescue()
  lose_flight()
  local flight = line.flight
  if flight then
    if flight.by == args.by and flight.after and args.settle and flight.after == args.settle.id then
      return { item = flight.item, sendBy = flight['until'] }
    end
    return { busy = true, waitMs = flight['until'] - now }
  end
  local wait = closed_for()
  if wait > 0 then return { waitMs = wait } end
  return lease_message()
end

local function start_timers()
  local due = keep(line.timers, function(timer) return timer.at <= now end)
  line.timers = keep(line.timers, function(timer) return timer.at > now end)
  table.sort(due, function(a, b) return a.at < b.at end)
  for _, timer in ipairs(due) do
    local key = args.timerPrefix .. timer.id .. '|' .. string.format('%.0f', timer.at)
    new_push(key, { kind = 'timer', body = timer.data, created_at = timer.at })
  end
end

function verbs.wake()
  lose_flight()
  expire_held()
  rescue()
  start_timers()
  local work = lease_head(args.by)
  return { work = work, chain = (#line.chain > 0 or line.flight) and true or nil }
end

-- Read only -----------------------------------------------------------------------------------------------

function verbs.fateOf()
  local push = push_of(string.match(args.id, '^(.*)#'))
  return { fate = push and push.fates[args.id] }
end

local function all_keys()
  local keys = joined({}, line.queue)
  for _, one in ipairs(line.finished) do keys[#keys + 1] = one.key end
  return keys
end

function verbs.export()
  local all, state = {}, {}
  for _, key in ipairs(redis.call('HKEYS', KEYS[3])) do state[#state + 1] = state_of(key) end
  for _, key in ipairs(all_keys()) do all[key] = push_of(key) end
  return { line = stored and line or nil, pushes = all, state = #state > 0 and state or nil }
end

function verbs.forget()
  for _, key in ipairs(all_keys()) do redis.call('DEL', push_prefix .. key) end
  redis.call('DEL', KEYS[1], KEYS[3])
  redis.call('ZREM', KEYS[2], member)
  return {}
end

-- Bot state -----------------------------------------------------------------------------------------------

function verbs.readState()
  local items = {}
  for _, key in ipairs(args.keys) do items[#items + 1] = state_of(key) end
  return { items = items }
end

function verbs.writeState()
  for _, one in ipairs(args.changes) do
    local before = one.ifTag and state_of(one.key)
    if before and before.eTag ~= one.ifTag and before.eTag ~= one.eTag then return { conflict = one.key } end
  end
  write_state(args.changes)
  return { ok = true }
end

local UNSAVED = { readState = true, writeState = true, fateOf = true, export = true, forget = true }

local function run(verb)
  local reply = verbs[verb]()
  if not UNSAVED[verb] then save() end
  return cjson.encode(reply)
end
