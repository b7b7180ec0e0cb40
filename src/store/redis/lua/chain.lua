-- Customer-service messages, one in flight per follower: see `Store.sendNext`.

-- What costs a grant waits; notifications go on.
local function hold_chain()
  local waiting = keep(line.chain, function(item) return not item.free end)
  set_fates(waiting, 'held')
  line.held = joined(waiting, line.held)
  line.chain = keep(line.chain, function(item) return item.free end)
end

local function hold(item)
  if item.free then
    append(line.held, { item })
  else
    table.insert(line.chain, 1, item)
    hold_chain()
  end
end

local NOT_SENT = { queued = true, held = true, notified = true, expired = true }

local function rest() line.chain_at = now + SETTINGS.retryMs end

-- Whose askings are remembered: a process and the name of its last one, the latest process last.
local ASKED_KEPT = 4

local function was_asked()
  return find(line.asked, function(one) return one[1] == args.by and one[2] >= args.ask end) ~= nil
end

local function remember_asking()
  local others = keep(line.asked, function(one) return one[1] ~= args.by end)
  append(others, { { args.by, args.ask } })
  line.asked = slice(others, math.max(1, #others - ASKED_KEPT + 1))
end

local function is_of(flight, ask) return flight.by == args.by and flight.ask == ask end

-- A verdict counts under the lease that it was given under, and under no later one.
local function settle(verdict)
  local flight = line.flight
  if not flight or flight.item.id ~= verdict.id or not is_of(flight, verdict.ask) then return end
  if verdict.fate == 'sent' or verdict.fate == 'unknown' then date_charge(now) end
  line.flight = nil
  set_fate(verdict.id, verdict.fate)
  if NOT_SENT[verdict.fate] or type(verdict.fate) == 'table' then refund(flight.charged_at) end
  if verdict.exhausts then exhaust() end
  line.chain_at = nil
  if verdict.fate == 'queued' then
    table.insert(line.chain, 1, flight.item)
    rest()
  end
  if verdict.fate == 'held' then hold(flight.item) end
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
      end_all({ item }, 'expired')
    elseif not item.free and quota() == 0 then
      table.insert(line.chain, 1, item)
      hold_chain()
    else
      if not item.free then charge() end
      local till = now + SETTINGS.sendLeaseMs
      line.flight = { item = item, by = args.by, ['until'] = till, ask = args.ask }
      if not item.free then line.flight.charged_at = now end
      if line.chain_at ~= nil or args.away then line.flight.away = true end
      set_fate(item.id, 'sending')
      return { item = item, sendWithinMs = SETTINGS.sendLeaseMs }
    end
  end
  return {}
end

function verbs.sendNext()
  if args.opens then
    line.given = keep(line.given, function(given) return given.answer.key ~= args.opens end)
    line.untaken = keep(line.untaken, function(answer) return answer.key ~= args.opens end)
    local push = change(args.opens)
    if push then push.takers = nil end
  end
  if args.settle then settle(args.settle) end
  local late = was_asked()
  if not late then remember_asking() end
  if args.rests and not late then rest() end
  if args.recordOnly then return {} end
  local again = line.flight
  if late and again and is_of(again, args.ask) then
    return { item = again.item, sendWithinMs = math.max(0, again['until'] - now) }
  end
  if late then return { late = true } end
  rescue()
  lose_flight()
  if line.flight then return { busy = true, waitMs = line.flight['until'] - now } end
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
  local work = lease_head(args.by, args.runs)
  return { work = work, chain = (#line.chain > 0 or line.flight) and true or nil }
end
