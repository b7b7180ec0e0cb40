-- Customer-service messages, one in flight per follower: see `Store.sendNext`.

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
