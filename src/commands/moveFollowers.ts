import { readFileSync } from "node:fs";
import type { Client } from "../client/client.ts";
import type { Clock } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { moveFollower } from "./moveFollower.ts";
import { spoken } from "./words/inChinese.ts";

/** WeChat exchanges so many openids at once. Source: svc:usermanage/changeopenid */
const AT_ONCE = 100;

interface MoveOrder {
  /** The account that they come from; this one's client exchanges its openids. */
  readonly fromAppId: string;
  /** Its original id, `gh_…`. */
  readonly fromOriginalId: string;
  readonly to: { readonly appId: string; readonly originalId: string };
  /** The old account's openids. */
  readonly openids: readonly string[];
}

/**
 * After an account moved (账号迁移), asks WeChat what its followers are called now, and moves what is kept of each. Says
 * every pair, so that you can move what you keep elsewhere. Resolves to whether all were moved.
 */
export async function moveFollowers(
  order: MoveOrder,
  {
    client,
    store,
    clock,
  }: { readonly client: Client; readonly store: Store; readonly clock: Clock },
  output: { write(text: string): unknown },
): Promise<boolean> {
  const { fromAppId, fromOriginalId, to, openids } = order;
  const counts = { moved: 0, unknown: 0, refused: 0 };
  for (let at = 0; at < openids.length; at += AT_ONCE) {
    const { result_list } = await client.call("openid.change", {
      from_appid: fromOriginalId,
      openid_list: openids.slice(at, at + AT_ONCE),
    });
    for (const { ori_openid, new_openid, err_msg } of result_list) {
      if (new_openid === undefined) {
        counts.refused += 1;
        output.write(`${ori_openid} - ${err_msg || "not moved"}\n`);
        continue;
      }
      const move = {
        from: { appId: fromAppId, openid: ori_openid },
        to: { appId: to.appId, openid: new_openid },
        originalIds: { from: fromOriginalId, to: to.originalId || fromOriginalId },
      };
      const kept = await moveFollower(store, move, clock);
      counts[kept ? "moved" : "unknown"] += 1;
      output.write(`${ori_openid} ${new_openid}\n`);
    }
  }
  const { moved, unknown, refused } = counts;
  const told = `Moved what is kept of ${moved}; of ${unknown} nothing was kept, ${refused} have no new openid.\n`;
  output.write(spoken(told));
  return refused === 0;
}

/** Openids, one a line, as `user.list` of the old account gave them. */
export function readOpenids(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new SettingsError([`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`]);
  }
  const openids = text.split(/\s+/).filter((line) => line !== "");
  const wrong = openids.find((one) => !/^[\w-]{6,64}$/.test(one));
  if (wrong === undefined && openids.length > 0) return [...new Set(openids)];
  throw new SettingsError([`${file} must hold openids of the old account, one a line.`]);
}
