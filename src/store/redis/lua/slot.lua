-- Who has the slot and who the lease: see the verbs of `Store`.

function verbs.release()
  local push = change(args.key)
  if not push then return { answer = FINAL } end
  if push.answer ~= nil then return take(args.key, args.takenBy) end
  push.answer = args.answer
  wake_waiters(push, args.key)
  return { answer = args.answer }
end

-- The messages of an answer come back from the process that wrote it.
local function keep_riding(push)
  local rescue_at = rescue_time(push)
  local answer = {
    key = args.key, fence = push.accepted.fence, items = args.riding.items, rescue_at = rescue_at, rescue = args.riding.rescue,
  }
  append(line.given, { { answer = answer, ['until'] = now, takers = push.takers } })
  push.takers = nil
end

local function close(push)
  push.closed = push.closed or {}
  if not has(push.closed, args.takenBy) then append(push.closed, { args.takenBy }) end
end

function verbs.untake()
  local push = change(args.key)
  if push and push.takers and has(push.takers, args.takenBy) then
    if args.riding then
      keep_riding(push)
    elseif #push.takers > 1 then
      push.takers = keep(push.takers, function(taker) return taker ~= args.takenBy end)
    end
    close(push)
  end
  local given = given_of(args.key)
  if not given or not has(given.takers, args.takenBy) then return {} end
  if push then close(push) end
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
  if is_aside(args) then return { state = 'mine, slot gone' } end
  count_joined(push, args)
  renew_owner(args)
  local stopped = { stream = 'mine, stream stopped', turn = 'mine, stopped', merge = 'mine, merged' }
  if push.stop then return { state = stopped[push.stop] } end
  return { state = slot_of(push) == 'free' and 'mine' or 'mine, slot gone' }
end

function verbs.handBack()
  local push = change(args.pushKey)
  if not push or is_aside(args) or not holds(args) then return {} end
  count_joined(push, args)
  line.owner = nil
  push.attempts = push.attempts - 1
  if args.to then push.handed = { to = args.to, at = now } end
  wake_waiters(push, args.pushKey, args.by)
  return {}
end

-- Takes a turn out of the queue: from now on it is remembered like one that is done.
local function run_aside(key, push)
  if not push.done_at then
    line.queue = keep(line.queue, function(one) return one ~= key end)
    push.body, push.entered, push.done_at, finished_any = nil, nil, now, true
    push.answer, push.accepted = FINAL, { fence = ASIDE, n = -1 }
  end
  if not runs_aside(push) then return nil end
  local work = work_of(key, push)
  work.push.createdAt, work.attempts, work.aside = push.first_at, nil, true
  return work
end

function verbs.enter()
  local key, by = args.key, args.by
  local push = change(key) or new_push(key, { kind = 'proactive', body = '', created_at = now })
  if args.aside and not (line.owner and line.owner.key == key) then
    local work = run_aside(key, push)
    if work then return { place = 0, leaseLeft = 0, work = work } end
  end
  if push.done_at then return { place = 0, leaseLeft = 0, gone = true } end
  push.entered = { by = by, ['until'] = now + SETTINGS.leaseMs }
  local work = line.queue[1] == key and lease_head(by, args.runs) or nil
  local place_in_line = 0
  for i, one in ipairs(line.queue) do if one == key then place_in_line = i - 1 end end
  local owner = line.owner
  local elsewhere = owner and owner['until'] > now and owner.by ~= by or nil
  return { place = place_in_line, leaseLeft = lease_left(), elsewhere = elsewhere, work = work }
end
