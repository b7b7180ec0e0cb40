-- Grants, as src/protocol/grants.ts has them.
local SLACK_MS, CHARGES_KEPT = 1000, 20
local RULE = SETTINGS.grantRule

local function is_open(grant) return grant['until'] > now end

local function open_grants() return keep(line.grants, is_open) end

local function ends_first(grants)
  local first
  for _, grant in ipairs(grants) do
    if first == nil or grant['until'] < first['until'] then first = grant end
  end
  return first
end

-- A charge bears the latest time at which its message may have reached WeChat.
local function date_charge(at)
  if line.flight and line.flight.charged_at then line.charges[#line.charges], line.flight.charged_at = at, at end
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

-- WeChat says that nothing may be sent any more, whatever we thought was left.
local function exhaust()
  line.grants = open_grants()
  for _, grant in ipairs(line.grants) do grant.left = math.min(0, grant.left) end
end

-- Whoever has left has no window any more; what he opened since, by coming back, stays.
local function end_grants(at)
  line.grants = keep(line.grants, function(grant) return grant.from > at end)
end

-- How many of these messages cost a grant each.
local function costing(items)
  local count = 0
  for _, item in ipairs(items) do if not item.free then count = count + 1 end end
  return count
end

local function quota()
  local sum, most = 0, 0
  for _, grant in ipairs(open_grants()) do
    sum, most = sum + math.max(0, grant.left), math.max(most, grant.left)
  end
  return RULE == 'per-kind' and sum or most
end

