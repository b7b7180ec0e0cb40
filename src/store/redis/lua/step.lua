-- See `Store.step`.

-- What is empty is left out of the arguments.
local function filled(step)
  step.passive, step.chain, step.hold = step.passive or {}, step.chain or {}, step.hold or {}
  step.carried = step.carried or { held = {}, untaken = {} }
  return step
end

-- Whether what the plan relied on still holds: see `factsAt` of src/store/line/state.ts.
local function fits(step, is_gone)
  local held, untaken, waits, flight = step.carried.held, step.carried.untaken, is_away(), line.flight
  if step.answer and is_gone or step.slotless and not is_gone then return false end
  if #step.passive > 0 and ((#line.chain > 0 and not waits) or (flight and not flight.away)) then return false end
  local costs = costing(step.chain)
  if costs > 0 and costs > quota() - (waits and 0 or costing(line.chain)) then return false end
  local there = waits and joined(line.chain, line.held) or line.held
  local moves = step.answer and not step.dropLine or #step.passive + #step.chain + #held > 0
  if moves and #held ~= #there then return false end
  for i, id in ipairs(held) do if not there[i] or there[i].id ~= id then return false end end
  for i, key in ipairs(untaken) do
    if not line.untaken[i] or line.untaken[i].key ~= key then return false end
  end
  return #step.passive == 0 or #untaken == #line.untaken
end

local function drop_all()
  for _, answer in ipairs(line.untaken) do
    end_all(answer.items, 'dropped')
    retract(answer.key)
  end
  end_all(line.chain, 'dropped')
  end_all(line.held, 'dropped')
  line.chain, line.held = {}, {}
end

-- Takes so many of what waits out of its place, as the facts told them.
local function carry(count)
  local queued = is_away() and math.min(count, #line.chain) or 0
  line.chain = slice(line.chain, queued + 1)
  line.held = slice(line.held, count - queued + 1)
end

local function place(step)
  carry(#step.carried.held)
  for _, key in ipairs(step.carried.untaken) do retract(key) end
  if step.dropLine then drop_all() end
  set_fates(step.passive, 'passive')
  set_fates(step.chain, 'queued')
  set_fates(step.hold, 'held')
  append(line.chain, step.chain)
  append(line.held, step.hold)
  -- What is queued next has not been tried.
  if #line.chain == 0 then line.chain_at = nil end
end

local function write_answer(key, push, step)
  push.answer = texts[5]
  if #step.passive > 0 then
    local rescue_at = rescue_time(push)
    local answer = { key = key, fence = line.fence, items = step.passive, rescue_at = rescue_at, rescue = step.rescue or 'hold' }
    line.given = keep(line.given, function(given) return push_of(given.answer.key) ~= nil end)
    if not step.answer.takenBy then
      append(line.untaken, { answer })
    elseif step.last and #step.chain == 0 then
      push.takers = { step.answer.takenBy }
    else
      append(line.given, { { answer = answer, ['until'] = rescue_at, takers = { step.answer.takenBy } } })
    end
  end
  wake_waiters(push, key, line.owner and line.owner.by)
end

local function change_timers(changes)
  for _, one in ipairs(changes or {}) do
    local id = one.set or one.cancel
    line.timers = keep(line.timers, function(timer) return timer.id ~= id end)
    if one.set then append(line.timers, { { id = id, at = one.at, data = one.data } }) end
  end
end

-- Made from the state alone, so that a repeat gets the same reply.
local function accepted(key, push)
  local reply = { ok = true, gone = gone(push), opensChain = given_of(key) and true or nil }
  if line.owner and push.accepted.next == line.fence then
    local next_push = push_of(line.owner.key)
    reply.next = next_push and work_of(line.owner.key, next_push)
  end
  return reply
end

function verbs.step()
  local lease, step = args.lease, filled(args.step)
  local push = change(lease.pushKey)
  if not push then return { stale = true } end
  if push.accepted and push.accepted.fence == lease.fence and args.n <= push.accepted.n then
    return accepted(lease.pushKey, push)
  end
  if not holds(lease) then return { stale = true } end
  count_joined(push, lease)
  local is_gone = gone(push)
  if not fits(step, is_gone) then return { changed = true, gone = is_gone } end
  push.accepted = { fence = lease.fence, n = args.n }
  place(step)
  if is_aside(lease) then
    change_timers(step.save and step.save.timers)
    return accepted(lease.pushKey, push)
  end
  if step.answer then write_answer(lease.pushKey, push, step) end
  if step.save then
    record = texts[4]
    if step.save.asks ~= nil then line.asks = step.save.asks or nil end
    change_timers(step.save.timers)
    write_state(step.save.state or {})
  end
  if step.last then
    finish(lease.pushKey)
    local next_work = lease_head(lease.by)
    if next_work then push.accepted.next = line.fence else tell_unripe() end
  else
    renew_owner(lease)
  end
  return accepted(lease.pushKey, push)
end
