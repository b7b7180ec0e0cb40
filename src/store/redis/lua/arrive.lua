-- Where the messages of a push wait whose answer shows nothing.
local function unseen_of(push)
  if push.answer ~= FINAL then return nil end
  local unseen
  for _, fate in pairs(push.fates) do
    if fate == 'held' then return 'held' end
    if fate == 'queued' or fate == 'sending' then unseen = 'queued' end
  end
  return unseen
end

-- See `Store.arrive`.
function verbs.arrive()
  local key, by = args.push.key, args.by
  local push = change(key)
  local is_new = not push
  if is_new then
    if #line.queue >= SETTINGS.queueLength then
      return { leaseLeft = 0, full = true }
    end
    local body, created_at = texts[4], args.push.createdAt
    push = fresh_push(key, { kind = args.push.kind, body = body, created_at = created_at })
    enqueue(key, push)
    if args.endsGrants then end_grants(math.min(created_at, now)) end
    if args.opening then open_grant(args.opening, created_at) end
  end
  if not args.again or push.deliveries == 0 then
    push.deliveries = push.deliveries + 1
    if push.deliveries > 1 then push.last_at = now end
  end
  if args.answer and push.answer == nil then push.answer = args.answer end
  local work = lease_head(by, args.runs)
  -- Who has just brought it knows it.
  if is_new and work and work.push.key == key then work.push = nil end
  local seen = { deliveries = push.deliveries > 1 and push.deliveries or nil, firstAt = came_before(push), work = work, leaseLeft = 0 }
  if push.answer ~= nil then
    seen.unseen = unseen_of(push)
    local taken = take(key, args.takenBy)
    seen.answer, seen.opensChain = taken.answer, taken.opensChain
    return seen
  end
  if not has(push.waiters, by) then append(push.waiters, { by }) end
  seen.leaseLeft = lease_left()
  return seen
end
