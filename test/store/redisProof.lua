-- The rules on a follower's line, as src/store/line/*.ts has them, in one script per verb: this text, and
-- a last line that calls the verb. KEYS: the line, the bucket's due index, the owner's bot state. ARGV: the verb's arguments as
-- JSON, the prefix of the follower's pushes, the prefix of wake channels, the follower's name in the due
-- index. Messages, records and follower objects travel as JSON text and are never opened here.
local args = cjson.decode(ARGV[1])
local push_prefix, channel_prefix, member = ARGV[2], ARGV[3], ARGV[4]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local FINAL = 'success'

-- Lists -------------------------------------------------------------------------------------------------

local function keep(list, test)
  local kept = {}
  for _, one in ipairs(list) do if test(one) then kept[#kept + 1] = one end end
  return kept
end

local function find(list, test)
  for _, one in ipairs(list) do if test(one) then return one end end
end

local function append(list, more)
  for _, one in ipairs(more) do list[#list + 1] = one end
  return list
end

local function joined(a, b) return append(append({}, a), b) end
local function slice(list, from)
  local rest = {}
  for i = from, #list do rest[#rest + 1] = list[i] end
  return rest
end
local function has(list, value) return find(list, function(one) return one == value end) ~= nil end

-- State -------------------------------------------------------------------------------------------------

local stored = redis.call('GET', KEYS[1])
local line = stored and cjson.decode(stored) or {
  fence = now, grants = {}, charges = {}, queue = {}, chain = {}, held = {}, given = {}, untaken = {}, timers = {},
  finished = {},
}
local pushes, dirty = {}, {}

local function push_of(key)
  if key == nil then return nil end
  if pushes[key] == nil then
    local text = redis.call('GET', push_prefix .. key)
    pushes[key] = text and cjson.decode(text) or false
  end
  return pushes[key] or nil
end

-- A push that is about to be changed.
local function change(key)
  local push = push_of(key)
  if push then dirty[key] = true end
  return push
end

local function new_push(key, push)
  push.first_at, push.deliveries, push.attempts, push.waiters, push.fates = now, 0, 0, {}, {}
  pushes[key], dirty[key] = push, true
  line.queue[#line.queue + 1] = key
  return push
end

local function due_at()
  local times = {}
  if #line.queue > 0 then times[1] = line.owner and line.owner['until'] or 0 end
  for _, answer in ipairs(line.untaken) do times[#times + 1] = answer.rescue_at end
  for _, timer in ipairs(line.timers) do times[#times + 1] = timer.at end
  for _, item in ipairs(line.held) do times[#times + 1] = item.expiresAt end
  if line.flight then
    times[#times + 1] = line.flight['until']
  elseif #line.chain > 0 and #line.untaken == 0 then
    local gate = 0
    for _, given in ipairs(line.given) do gate = math.max(gate, given['until']) end
    times[#times + 1] = gate
  end
  if #times == 0 then return nil end
  return math.min(unpack(times))
end

-- Ends every script that changes something: what was touched, and the one entry in the due index.
local function save()
  local known = stored or next(dirty) ~= nil
  if not known then return end
  redis.call('SET', KEYS[1], cjson.encode(line))
  for key in pairs(dirty) do
    local push = pushes[key]
    local left = push.done_at and push.done_at + SETTINGS.rememberMs - now
    if left and left <= 0 then redis.call('DEL', push_prefix .. key)
    elseif left then redis.call('SET', push_prefix .. key, cjson.encode(push), 'PX', left)
    else redis.call('SET', push_prefix .. key, cjson.encode(push)) end
  end
  local at = due_at()
  if at then redis.call('ZADD', KEYS[2], at, member) else redis.call('ZREM', KEYS[2], member) end
  if SETTINGS.keepMs > 0 then
    for _, key in ipairs({ KEYS[1], KEYS[3] }) do
      if at then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, SETTINGS.keepMs) end
    end
  end
end

local function write_state(changes)
  for _, one in ipairs(changes) do
    if one.value then redis.call('HSET', KEYS[3], one.key, cjson.encode({ one.eTag, one.value }))
    else redis.call('HDEL', KEYS[3], one.key) end
  end
end

local function state_of(key)
  local text = redis.call('HGET', KEYS[3], key)
  local item = text and cjson.decode(text)
  return item and { key = key, eTag = item[1], value = item[2] } or nil
end

local function wake_process(by, key) redis.call('PUBLISH', channel_prefix .. by, key) end

local function wake_waiters(push, key, except)
  for _, by in ipairs(push.waiters) do if by ~= except then wake_process(by, key) end end
  push.waiters = {}
end

local function set_fate(id, fate)
  local push = change(string.match(id, '^(.*)#'))
  if push then push.fates[id] = fate end
end

local function set_fates(items, fate) for _, item in ipairs(items) do set_fate(item.id, fate) end end

local function expired(item) return item.expiresAt ~= nil and item.expiresAt <= now end

local function expire_held()
  set_fates(keep(line.held, expired), 'expired')
  line.held = keep(line.held, function(item) return not expired(item) end)
end

-- Grants, as src/protocol/grants.ts -----------------------------------------------------------------------

local SLACK_MS, CHARGES_KEPT = 1000, 20
local RULE = SETTINGS.grantRule

local function open_grants() return keep(line.grants, function(grant) return grant['until'] > now end) end

local function ends_first(grants)
  local first
  for _, grant in ipairs(grants) do
    if first == nil or grant['until'] < first['until'] then first = grant end
  end
  return first
end

-- A charge bears the latest time at which its message may have reached WeChat.
local function date_charge(at)
  if line.flight then line.charges[#line.charges], line.flight.charged_at = at, at end
end

local function open_grant(opening, from)
  date_charge(now)
  local since, sent = math.min(from, now), 0
  for _, at in ipairs(line.charges) do if at >= since - SLACK_MS then sent = sent + 1 end end
  local opened = {
    kind = opening.kind, limit = opening.limit, left = opening.limit - sent,
    from = since, ['until'] = since + opening.forMs,
  }
  local open = open_grants()
  if RULE == 'strict' or RULE == 'per-kind' then
    local before = find(open, function(grant) return grant.kind == opened.kind end)
    line.grants = open
    if before and before.from > since then return end
    line.grants = append(keep(open, function(grant) return grant ~= before end), { opened })
    return
  end
  local before = open[1]
  if before then
    local left = math.max(before.left, opened.left)
    if RULE == 'accumulate' then left = before.left + math.max(0, opened.left) end
    opened.limit, opened.left = math.max(before.limit, opened.limit, left), left
    opened.from = math.max(before.from, since)
    opened['until'] = math.max(before['until'], opened['until'])
  end
  line.grants = { opened }
end

local function charge()
  line.grants = open_grants()
  local first = ends_first(keep(line.grants, function(grant) return grant.left > 0 end))
  for _, grant in ipairs(line.grants) do
    if RULE == 'strict' or grant == first then grant.left = grant.left - 1 end
  end
  line.charges[#line.charges + 1] = now
  if #line.charges > CHARGES_KEPT then table.remove(line.charges, 1) end
end

local function refund(charged_at)
  local index
  for i, at in ipairs(line.charges) do if at == charged_at then index = i end end
  if not index then return end
  local counted = keep(line.grants, function(grant)
    return charged_at >= grant.from - SLACK_MS and grant.left < grant.limit
  end)
  if RULE ~= 'strict' then counted = { ends_first(counted) } end
  for _, grant in ipairs(counted) do grant.left = grant.left + 1 end
  table.remove(line.charges, index)
end

local function quota()
  local sum, most = 0, 0
  for _, grant in ipairs(open_grants()) do
    sum, most = sum + math.max(0, grant.left), math.max(most, grant.left)
  end
  return RULE == 'per-kind' and sum or most
end

-- Facts and leases ----------------------------------------------------------------------------------------

local function slot_of(push)
  local open = push.answer == nil and not push.done_at and push.kind == 'push'
  return open and now < push.first_at + SETTINGS.slotMs and 'free' or 'gone'
end

local function facts_of(push)
  expire_held()
  local untaken = {}
  for i, answer in ipairs(line.untaken) do untaken[i] = { pushKey = answer.key, items = answer.items } end
  return {
    slot = slot_of(push),
    chain = #line.chain + (line.flight and 1 or 0),
    quota = math.max(0, quota() - #line.chain),
    held = line.held,
    untaken = untaken,
    ledger = { grants = line.grants, charges = line.charges },
  }
end

local function work_of(key, push)
  local done = {}
  for id in pairs(push.fates) do done[#done + 1] = id end
  table.sort(done)
  return {
    lease = { pushKey = key, fence = line.fence, by = line.owner.by },
    push = { key = key, kind = push.kind, body = push.body, createdAt = push.created_at },
    record = line.record, done = done, attempts = push.attempts, firstAt = push.first_at,
    facts = facts_of(push),
  }
end

local function finish(key)
  line.queue = keep(line.queue, function(one) return one ~= key end)
  line.owner = nil
  local push = change(key)
  if not push then return end
  push.body, push.done_at = nil, now
  line.finished = keep(line.finished, function(one) return one['until'] > now end)
  append(line.finished, { { key = key, ['until'] = now + SETTINGS.rememberMs } })
  if push.answer == nil then
    push.answer = FINAL
    wake_waiters(push, key)
  end
end

local function lease_head(by)
  if line.owner and line.owner['until'] > now then return nil end
  while line.queue[1] do
    local key = line.queue[1]
    local push = change(key)
    local entered = push and push.entered
    if not push or push.done_at or push.attempts > MAX_ATTEMPTS or (entered and entered['until'] <= now) then
      finish(key)
    elseif entered and entered.by ~= by then
      wake_process(entered.by, key)
      return nil
    else
      push.attempts, line.fence = push.attempts + 1, line.fence + 1
      line.owner = { key = key, by = by, ['until'] = now + SETTINGS.leaseMs }
      return work_of(key, push)
    end
  end
end

local function lease_left()
  local head = push_of(line.queue[1])
  local till = line.owner and line.owner['until'] or head and head.entered and head.entered['until'] or now
  return math.max(0, till - now)
end

local function holds(lease)
  return line.fence == lease.fence and line.owner ~= nil and line.owner.key == lease.pushKey
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

local function given_of(key) return find(line.given, function(given) return given.answer.key == key end) end
