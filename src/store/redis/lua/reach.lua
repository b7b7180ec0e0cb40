-- After a clock was set back, what was written before it is further ahead than it can be: see
-- src/store/line/reach.ts.
local REACH_SLACK_MS = 1000
-- While a library is loaded there is no `math`.
local LONGEST_MS = SETTINGS.nextMs + SETTINGS.tryMs
if LONGEST_MS < SETTINGS.slotMs then LONGEST_MS = SETTINGS.slotMs end
local RESCUE_REACH = LONGEST_MS + SETTINGS.rescueMs - SETTINGS.slotMs

local function bring_near(thing, name, ms, at)
  if thing and thing[name] and thing[name] > now + ms + REACH_SLACK_MS then thing[name] = at end
end

local function within_reach()
  bring_near(line.owner, 'until', SETTINGS.leaseMs, now)
  bring_near(line.flight, 'until', SETTINGS.sendLeaseMs, now + SETTINGS.sendLeaseMs)
  bring_near(line, 'chain_at', SETTINGS.retryMs, now + SETTINGS.retryMs)
  for _, answer in ipairs(line.untaken) do bring_near(answer, 'rescue_at', RESCUE_REACH, now + RESCUE_REACH) end
  for _, given in ipairs(line.given) do bring_near(given, 'until', RESCUE_REACH, now + RESCUE_REACH) end
  for _, key in ipairs(line.queue) do
    local push = push_of(key)
    local entered = push and push.entered and push.entered['until'] or 0
    local ahead = push and (push.first_at > now + REACH_SLACK_MS or entered > now + SETTINGS.leaseMs + REACH_SLACK_MS)
    if ahead or push and push.handed and push.handed.at > now + REACH_SLACK_MS then push = change(key) end
    if push and push.first_at > now + REACH_SLACK_MS and push.ripe_at then push.ripe_at = now end
    bring_near(push, 'first_at', 0, now)
    bring_near(push, 'last_at', 0, now)
    bring_near(push and push.handed, 'at', 0, now)
    bring_near(push and push.entered, 'until', SETTINGS.leaseMs, now + SETTINGS.leaseMs)
  end
end
