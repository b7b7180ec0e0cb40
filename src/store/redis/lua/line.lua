-- A follower's line, as src/store/line/state.ts has it: what a verb reads before it begins and writes when
-- it ends. Stands in front of every verb; `SETTINGS`, `MAX_ATTEMPTS` and `DELIVERIES_PER_PUSH` stand before it.
--
-- All of this is one library of functions, made once for all calls. What belongs to the call at hand stands in the
-- variables that `begin` sets.
--
-- Messages and records travel as JSON text and are never opened here: Lua knows neither null nor the
-- difference between an empty list and an empty object.
local FINAL = 'success'
local VERSION = 1

-- The keys of the follower: the line, his pushes, the bucket's index of due work, his bot state, the bucket's index
-- of urgent work. All share a cluster slot.
local LINE, PUSHES, DUE, STATE, URGENT
-- The verb's arguments, the prefix of wake channels, the follower's name in the index, the time.
local args, channel_prefix, member, now
-- What it was called with; its long texts are from 4 on.
local texts
-- The line as it was read and as it is now, the record, the pushes that were looked at, and which of them were changed.
local stored, line, record, pushes, dirty
-- The line as it was written, without the record, for the reply.
local written
-- Whether a push was finished, whether nothing stood in the queue before, and the messages that came to their end
-- unsent, for the reply.
local finished_any, was_idle, ended

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

local function has(list, value)
  return find(list, function(one) return one == value end) ~= nil
end

-- Reading -----------------------------------------------------------------------------------------------

local LISTS = { 'queue', 'chain', 'held', 'given', 'untaken', 'timers', 'charges', 'grants', 'asked' }

-- The line as JSON, a line end, and the record as its writer wrote it.
local function read_line()
  stored, record = redis.call('GET', LINE), nil
  if stored then
    local ends = string.find(stored, '\n', 1, true)
    line = cjson.decode(string.sub(stored, 1, ends - 1))
    if ends < #stored then record = string.sub(stored, ends + 1) end
  else
    -- Begins with the time as its fence, so that a runner from before `forget` never fits again.
    line = { v = VERSION, fence = now }
  end
  for i = 1, #LISTS do
    local name = LISTS[i]
    if not line[name] then line[name] = {} end
  end
  for i, grant in ipairs(line.grants) do
    line.grants[i] = {
      kind = grant[1], limit = grant[2], left = grant[3], from = grant[4], ['until'] = grant[5],
    }
  end
end

-- Everything that belongs to a call: the keys of one follower from `first` on, and what is asked about him.
local function begin(keys, first, given, prefix, name, at)
  LINE, PUSHES, DUE, STATE, URGENT = keys[first], keys[first + 1], keys[first + 2], keys[first + 3], keys[first + 4]
  args, channel_prefix, member, now = given, prefix, name, at
  pushes, dirty, finished_any, ended, written = {}, {}, false, {}, nil
  read_line()
  was_idle = #line.queue == 0
end

local function forgotten(push)
  return push.done_at ~= nil and push.done_at + SETTINGS.rememberMs <= now
end

local function push_of(key)
  if key == nil then return nil end
  if pushes[key] == nil then
    local text = redis.call('HGET', PUSHES, key)
    local push = text and cjson.decode(text) or false
    pushes[key] = push and not forgotten(push) and push
  end
  return pushes[key] or nil
end

-- A push that is about to be changed.
local function change(key)
  local push = push_of(key)
  if push then dirty[key] = true end
  return push
end

local function fresh_push(key, push)
  push.first_at, push.deliveries, push.attempts, push.waiters, push.fates = now, 0, 0, {}, {}
  pushes[key], dirty[key] = push, true
  return push
end

local function new_push(key, push)
  line.queue[#line.queue + 1] = key
  return fresh_push(key, push)
end

-- When the head of the queue may begin: once it waits for no more of its follower. One that was handed to other
-- processes is due since then, behind what waits for anybody.
local function ripens_at()
  local head = push_of(line.queue[1])
  return head and (head.ripe_at or head.handed and head.handed.at) or 0
end

-- Writing -----------------------------------------------------------------------------------------------

-- When somebody must next look after this line for what cannot wait.
local function urgent_at()
  local at
  if #line.queue > 0 then at = line.owner and line.owner['until'] or ripens_at() end
  for _, answer in ipairs(line.untaken) do at = math.min(at or answer.rescue_at, answer.rescue_at) end
  local gate
  if line.flight then
    gate = line.flight['until']
  elseif #line.chain > 0 and #line.untaken == 0 then
    gate = line.chain_at or 0
    for _, given in ipairs(line.given) do gate = math.max(gate, given['until']) end
  end
  return gate and math.min(at or gate, gate) or at
end

-- The same for what can: a timer, or a message that expires.
local function later_at()
  local at
  for _, timer in ipairs(line.timers) do at = math.min(at or timer.at, timer.at) end
  for _, item in ipairs(line.held) do
    if item.expiresAt then at = math.min(at or item.expiresAt, item.expiresAt) end
  end
  return at
end

local function index(name, at)
  if at then redis.call('ZADD', name, at, member) else redis.call('ZREM', name, member) end
end

-- The line knows what stands in the index of what can wait, which an ordinary turn leaves as it is; -1 for nothing.
-- A line that an earlier release wrote does not, and may stand there for what cannot wait.
local function index_later()
  local at = later_at()
  local known = line.later
  line.later = at or -1
  if known ~= line.later and (at or stored) then index(DUE, at) end
  return at
end

-- What is empty is left out and grants are written short: a follower at rest must cost little.
local function line_text()
  local text = {
    v = line.v, fence = line.fence, owner = line.owner, flight = line.flight, chain_at = line.chain_at, asks = line.asks,
    later = line.later, swept = line.swept,
  }
  for _, name in ipairs(LISTS) do if #line[name] > 0 then text[name] = line[name] end end
  if text.grants then
    text.grants = {}
    for i, grant in ipairs(line.grants) do
      text.grants[i] = { grant.kind, grant.limit, grant.left, grant.from, grant['until'] }
    end
  end
  return cjson.encode(text)
end

-- Finished pushes go together, when the follower's last one has been remembered for long enough. A follower
-- who is never silent for so long has them swept once in that time. An earlier release noted when in a field.
local SWEPT = 'swept'

local function sweep_pushes()
  line.swept = line.swept or now
  if line.swept + SETTINGS.rememberMs > now then return end
  for _, key in ipairs(redis.call('HKEYS', PUSHES)) do
    if key == SWEPT or not push_of(key) then redis.call('HDEL', PUSHES, key) end
  end
  line.swept = now
end

-- They are kept while something waits, which they were not before where nothing did.
local function remember_pushes()
  if #line.queue == 0 then
    if finished_any then redis.call('PEXPIRE', PUSHES, SETTINGS.rememberMs) end
  elseif was_idle then
    redis.call('PERSIST', PUSHES)
  end
end

-- Who is silent for too long is forgotten by the server itself, unless something waits for him.
local function keep_until_silent(waits)
  if SETTINGS.keepMs == 0 then return end
  for _, key in ipairs({ LINE, STATE }) do
    if waits then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, SETTINGS.keepMs) end
  end
end

-- Ends every verb that changes something: what was touched, and its places in the indexes of due work.
-- A late verb about a stranger leaves nothing behind.
local function save()
  if not stored and next(dirty) == nil then return end
  local urgent, later = urgent_at(), index_later()
  index(URGENT, urgent)
  if finished_any then sweep_pushes() end
  written = line_text()
  local text = written .. '\n' .. (record or '')
  if text ~= stored then redis.call('SET', LINE, text) end
  for key in pairs(dirty) do redis.call('HSET', PUSHES, key, cjson.encode(pushes[key])) end
  remember_pushes()
  keep_until_silent(urgent ~= nil or later ~= nil)
end

-- Waking ------------------------------------------------------------------------------------------------

local function wake_process(by, key) redis.call('PUBLISH', channel_prefix .. by, key) end

local function wake_waiters(push, key, except)
  for _, by in ipairs(push.waiters) do if by ~= except then wake_process(by, key) end end
  push.waiters = {}
end
