-- What several verbs share, as src/store/line has it: fates, facts, leases, and answers that are taken.

-- Fates -------------------------------------------------------------------------------------------------

local function set_fate(id, fate)
  local push = change(string.match(id, '^(.*)#'))
  if push then push.fates[id] = fate end
end

local function set_fates(items, fate) for _, item in ipairs(items) do set_fate(item.id, fate) end end

local function end_all(items, fate)
  set_fates(items, fate)
  for _, item in ipairs(items) do ended[#ended + 1] = { id = item.id, fate = fate } end
end

local function expired(item) return item.expiresAt ~= nil and item.expiresAt <= now end

local function unexpired(items)
  if #items == 0 then return items end
  end_all(keep(items, expired), 'expired')
  return keep(items, function(item) return not expired(item) end)
end

-- Whether WeChat's API cannot be reached, as far as this line has seen.
local function is_away()
  return (line.chain_at ~= nil or line.flight ~= nil and line.flight.away == true) and #line.chain > 0
end

local function expire_held()
  if is_away() then line.chain = unexpired(line.chain) end
  line.held = unexpired(line.held)
end

-- Facts and leases --------------------------------------------------------------------------------------

-- When nobody can take an answer any more, reckoned from the latest delivery.
local function slot_ends(push)
  local last_at = push.last_at or push.first_at
  if push.deliveries >= DELIVERIES_PER_PUSH then return last_at + SETTINGS.tryMs end
  return math.max(push.first_at + SETTINGS.slotMs, last_at + SETTINGS.nextMs + SETTINGS.tryMs)
end

local function rescue_time(push) return slot_ends(push) + SETTINGS.rescueMs - SETTINGS.slotMs end

local function slot_of(push)
  local open = push.answer == nil and not push.done_at and push.kind == 'push'
  return open and now < slot_ends(push) and 'free' or 'gone'
end

-- Whether the slot is gone: all that a reply tells of the facts, because the rest stands in the line; see `told`.
local function gone(push)
  expire_held()
  return slot_of(push) == 'gone' or nil
end

local function recorded(push)
  if next(push.fates) == nil then return nil end
  local done = {}
  for id in pairs(push.fates) do done[#done + 1] = id end
  table.sort(done)
  return done
end

-- When a push arrived, where that was before this very moment.
local function came_before(push) return push.first_at < now and push.first_at or nil end

-- What does not stand in the line, and is not as it nearly always is: see `workIn`.
local function work_of(key, push)
  return {
    push = { key = key, kind = push.kind, body = push.body or '', createdAt = push.created_at },
    earlier = push.earlier, handed = push.handed and true or nil, done = recorded(push), gone = gone(push),
    attempts = push.attempts > 1 and push.attempts or nil, firstAt = came_before(push),
  }
end

local function finish(key)
  line.queue = keep(line.queue, function(one) return one ~= key end)
  line.owner = nil
  local push = change(key)
  if not push then return end
  push.body, push.earlier, push.handed, push.done_at, finished_any = nil, nil, nil, now, true
  if push.answer == nil then
    push.answer = FINAL
    wake_waiters(push, key)
  end
end

-- Whether all of a turn is ended, so that it is not run again.
local function ends(stop) return stop == 'turn' or stop == 'merge' end

-- It was run too often, or what it had to say was ended while it ran.
local function is_over(push)
  return push.attempts > MAX_ATTEMPTS or push.stop == 'merge' or (push.attempts > 0 and ends(push.stop))
end

-- Whether a push waits for processes of a later release, and `by` is none of them.
local function is_left_to_others(handed, by) return now < handed.at + SETTINGS.handOverMs and not has(handed.to, by) end

-- `runs`: see `Arrival`.
local function lease_head(by, runs)
  if line.owner and line.owner['until'] > now then return nil end
  if runs and line.owner and line.owner.by == by then
    line.owner['until'] = now + SETTINGS.leaseMs
    return nil
  end
  while line.queue[1] do
    local key = line.queue[1]
    local push = change(key)
    local entered = push and push.entered
    if not push or push.done_at or is_over(push) or (entered and entered['until'] <= now) then
      finish(key)
    elseif push.ripe_at and push.ripe_at > now or push.handed and is_left_to_others(push.handed, by) then
      return nil
    elseif entered and entered.by ~= by then
      wake_process(entered.by, key)
      return nil
    else
      push.attempts, line.fence, push.joined = push.attempts + 1, line.fence + 1, nil
      line.owner = { key = key, by = by, ['until'] = now + SETTINGS.leaseMs }
      return work_of(key, push)
    end
  end
end

local function lease_left()
  local head = push_of(line.queue[1])
  local left = head and head.handed and head.handed.at + SETTINGS.handOverMs
  local till = line.owner and line.owner['until'] or head and (head.entered and head.entered['until'] or left or head.ripe_at) or now
  return math.max(0, till - now)
end

-- The fence of what is run aside: see `ASIDE` of the store.
local ASIDE = 0

local function is_aside(lease) return lease.fence == ASIDE end

local function runs_aside(push) return push ~= nil and push.accepted ~= nil and push.accepted.fence == ASIDE end

local function holds(lease)
  if is_aside(lease) then return runs_aside(push_of(lease.pushKey)) end
  return line.fence == lease.fence and line.owner ~= nil and line.owner.key == lease.pushKey
end

-- Deliveries that have joined the turn since this lease was last heard of.
local function count_joined(push, lease)
  local more = (lease.joined or 0) - (push.joined or 0)
  if more <= 0 then return end
  push.joined, push.deliveries, push.last_at = lease.joined, push.deliveries + more, now
  dirty[lease.pushKey] = true
end

local function renew_owner(lease)
  line.owner = { key = lease.pushKey, by = lease.by, ['until'] = now + SETTINGS.leaseMs }
end

-- An answer nobody took is shown elsewhere now.
local function retract(key)
  line.untaken = keep(line.untaken, function(answer) return answer.key ~= key end)
  local push = change(key)
  if push then push.answer = FINAL end
end

-- A push that waits for more has become the head: whoever waits for it must look when it may begin.
local function tell_unripe()
  local head = push_of(line.queue[1])
  if not head or not head.ripe_at or head.ripe_at <= now then return end
  for _, by in ipairs(head.waiters) do wake_process(by, line.queue[1]) end
end

local function given_of(key) return find(line.given, function(given) return given.answer.key == key end) end

local function take(key, taker)
  local push = change(key)
  if taker and push.closed and has(push.closed, taker) then return { answer = push.answer or FINAL } end
  local waiting = find(line.untaken, function(answer) return answer.key == key end)
  if waiting then
    line.untaken = keep(line.untaken, function(answer) return answer ~= waiting end)
    append(line.given, { { answer = waiting, ['until'] = waiting.rescue_at, takers = {} } })
  end
  local given = given_of(key)
  local takers = given and given.takers or push.takers
  if taker and takers and not has(takers, taker) then append(takers, { taker }) end
  return { answer = push.answer or FINAL, opensChain = given and true or nil }
end

-- Filled by the files that follow.
local verbs = {}
