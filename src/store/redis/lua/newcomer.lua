-- How a new push meets what runs and what waits: see src/store/line/newcomer.ts.

-- Nothing comes any more that could join the last message: it begins as soon as it can.
local function hurry()
  local last = push_of(line.queue[#line.queue])
  if last and last.ripe_at and last.ripe_at > now then change(line.queue[#line.queue]).ripe_at = now end
end

local function as_stored(key, push)
  return { key = key, kind = push.kind, body = push.body, createdAt = push.created_at }
end

-- A message and those that belong to its turn already.
local function with_earlier(key, push)
  return joined(push.earlier or {}, { as_stored(key, push) })
end

-- The first message behind the turn that runs that joins others: what was written before it belongs to its turn.
local function first_to_join()
  for i = 2, #line.queue do
    local push = push_of(line.queue[i])
    if push and push.joins then return change(line.queue[i]) end
  end
end

-- Tells the turn that runs that it has been overtaken.
local function stop(push, newer)
  local key = line.owner and line.owner.key
  local running = push_of(key)
  if not running or running.done_at or ends(running.stop) then return end
  running = change(key)
  if newer == 'merge' and running.joins then
    local heir = first_to_join() or push
    heir.earlier, running.stop = joined(with_earlier(key, running), heir.earlier or {}), 'merge'
  else
    running.stop = newer ~= 'stream' and running.kind == 'push' and 'turn' or 'stream'
  end
  wake_process(line.owner.by, key)
end

-- The last message in the queue, where it joins others and has not begun; also where it was released meanwhile.
local function waiting_tail()
  local key = line.queue[#line.queue]
  local push = push_of(key)
  if push and push.joins and push.attempts == 0 and not push.accepted then return key end
end

-- The message before is part of this one's turn now, which answers both.
local function take_place(key, push, before)
  local other = change(before)
  push.earlier, push.since = joined(push.earlier or {}, with_earlier(before, other)), other.since
  other.into = key
  other.body, other.earlier, other.done_at, other.answer, finished_any = nil, nil, now, other.answer or FINAL, true
  wake_waiters(other, before)
  table.remove(line.queue)
end

-- The push is in no queue yet.
local function enqueue(key, push)
  local gather = not line.asks and args.gather or nil
  if args.newer then stop(push, args.newer) end
  if gather or (args.newer == 'merge' and not line.asks) then
    push.joins = true
    local before = waiting_tail()
    if before then take_place(key, push, before) end
  else
    hurry()
  end
  if gather then
    push.since = push.since or now
    local full = #(push.earlier or {}) + 1 >= gather.most
    push.ripe_at = full and now or math.min(now + gather.quietMs, push.since + gather.mostMs)
  end
  append(line.queue, { key })
end
