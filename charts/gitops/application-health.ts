/**
 * How Argo CD tells the health of an Application, in Lua; without it, waves of Applications do not wait at all. One that
 * has just been given a new revision still states the health of the old one: it counts once that revision is compared and
 * applied. One that was tried in vain, or cannot even be compared because the API server refuses an object of it, is
 * degraded: that ends the wave, and its root begins again with what Git says by then.
 */
export const applicationHealth = `local hs = { status = "Progressing", message = "its revision is not applied yet" }
local status = obj.status or {}
local sync = status.sync
local operation = status.operationState or {}
if sync == nil or sync.comparedTo == nil or sync.comparedTo.source == nil then
  return hs
end
if sync.comparedTo.source.targetRevision ~= obj.spec.source.targetRevision then
  return hs
end
if obj.operation ~= nil or operation.phase == "Running" or operation.phase == "Terminating" then
  hs.message = operation.message or hs.message
  if (operation.retryCount or 0) > 2 then
    hs.status = "Degraded"
  end
  return hs
end
if sync.status == "Unknown" then
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == "ComparisonError" or condition.type == "InvalidSpecError" then
      hs.status = "Degraded"
      hs.message = condition.message
    end
  end
  return hs
end
local result = operation.syncResult or {}
local applied = operation.phase == "Succeeded" and result.revision == sync.revision
if sync.status ~= "Synced" and not applied then
  if (operation.phase == "Failed" or operation.phase == "Error") and result.revision == sync.revision then
    hs.status = "Degraded"
    hs.message = operation.message or "its last sync failed"
  end
  return hs
end
if status.health ~= nil and status.health.status ~= nil then
  hs.status = status.health.status
  hs.message = status.health.message or ""
end
return hs
`;
