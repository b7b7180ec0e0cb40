import { createAccount } from "./account.ts";
import { applyToAccount } from "./applyAccount.ts";
import { applyToComponent } from "./applyComponent.ts";
import { unpacked } from "./kept/packed.ts";
import type { TimelineEvent } from "./timeline.ts";
import type { Reducers, World } from "./world.ts";

const GENERAL: Reducers = {
  "account.created": (world, { settings }) => {
    world.accounts.set(settings.appId, createAccount(settings));
  },
  "world.kept": (world, event) => {
    const kept = unpacked(event.world) as World;
    for (const [name, part] of Object.entries(world) as [keyof World, Map<string, unknown>][]) {
      part.clear();
      for (const [key, value] of kept[name]) part.set(key, value);
    }
  },
  "web.code": (world, { code }) => {
    world.webCodes.set(code.code, code);
  },
  "web.codeUsed": (world, { code }) => {
    const known = world.webCodes.get(code);
    if (known !== undefined) world.webCodes.set(code, { ...known, used: true });
  },
  "web.token": (world, { token }) => {
    world.webTokens.set(token.token, token);
  },
  "api.called": (world, event) => {
    world.calls.set(event.rid, event);
    const counts = event.appId === undefined ? undefined : countsOf(world, event.appId);
    for (const key of event.counts) counts?.set(key, (counts.get(key) ?? 0) + 1);
  },
  "quota.cleared": (world, { appId, path }) => {
    const counts = countsOf(world, appId);
    for (const key of counts?.keys() ?? []) {
      // Clearing resets what a day has used, never the count of the clearings themselves.
      if (key.includes(" day ") && (path === null || key.startsWith(`${path} `))) {
        counts?.delete(key);
      }
    }
  },
};

const reducers = { ...GENERAL, ...applyToAccount, ...applyToComponent } as Readonly<
  Record<string, ((world: World, event: TimelineEvent) => void) | undefined>
>;

/** The one way in which the world changes. */
export function applyEvent(world: World, event: TimelineEvent): void {
  reducers[event.type]?.(world, event);
}

function countsOf(world: World, appId: string): Map<string, number> | undefined {
  return world.accounts.get(appId)?.counts ?? world.components.get(appId)?.counts;
}
