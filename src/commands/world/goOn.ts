import type { Config } from "../../config.ts";
import type { Platform } from "../../simulator/platform.ts";
import type { Account } from "../../simulator/world/account.ts";

/** A world that was kept goes on: pushes whose delivery ended with the process are over, and settings are those of now. */
export function goOn(platform: Platform, account: Account, { account: demo }: Config): void {
  endPushes(platform);
  const { settings } = account;
  const { appId, server } = settings;
  if (server === undefined) return;
  const { token, encodingAESKey, mode = "safe", originalId = settings.originalId } = demo;
  const { encodingAESKey: _, ...rest } = server;
  const now = { ...rest, token, mode, ...(encodingAESKey !== undefined && { encodingAESKey }) };
  const isSame =
    server.token === token &&
    server.mode === mode &&
    server.encodingAESKey === encodingAESKey &&
    settings.originalId === originalId;
  if (!isSame) platform.record("account.changed", { appId, change: { server: now, originalId } });
}

function endPushes(platform: Platform): void {
  const ended = new Set(platform.timeline.of("push.ended").map(({ pushId }) => pushId));
  for (const { appId, openid, pushId } of platform.timeline.of("push.begun")) {
    if (ended.has(pushId)) continue;
    const why = "The server of this page ended before the push was answered.";
    platform.record("push.ended", { appId, openid, pushId, saw: "nothing", why, remarks: [] });
  }
}
