import type { Config } from "../config.ts";
import { SettingsError } from "../errors.ts";
import { openBoth } from "../store/open.ts";
import { sealPass } from "../store/sealing/resealing.ts";
import { spoken } from "./words/inChinese.ts";

/** What a process wrote with a former key while a pass went by is found by the next one, at most so many times. */
const MOST_PASSES = 5;

/**
 * `data reseal`: seals anew what former keys of WECHAT_STORE_KEY sealed, in steps of a few rows, while the bot goes on.
 * Says when nothing needs them any more; resolves to 1 where something still does.
 */
export async function reseal(
  config: Config,
  output: { write(text: string): unknown },
): Promise<number> {
  const { store, storeKey, storeUnsealed: unsealed, keepMs = 0 } = config;
  if (storeKey === undefined) {
    throw new SettingsError([
      "WECHAT_STORE_KEY is not set: nothing is sealed. To change a key, set the new one, a comma, the old one.",
    ]);
  }
  const say = (line: string) => output.write(spoken(line));
  const opened = await openBoth(store, { key: storeKey, unsealed, keepMs });
  try {
    let anew = 0;
    let left = Number.POSITIVE_INFINITY;
    let gone = 0;
    for (let passes = 0; passes < MOST_PASSES && left > 0; passes += 1) {
      const pass = sealPass(opened.driver, storeKey, { unsealed, renew: true });
      let found = await pass.next();
      while (!found.over) found = await pass.next();
      ({ former: left, gone } = found);
      anew += left;
    }
    say(`${anew} texts were sealed anew with the present key.\n`);
    if (gone > 0) {
      say(
        `${gone} texts were sealed with a key that WECHAT_STORE_KEY does not name: nobody can read them.\n`,
      );
    }
    say(left === 0 ? NONE_LEFT : SOME_WRITE(left));
    return left === 0 ? 0 : 1;
  } finally {
    await opened.store.close();
  }
}

const NONE_LEFT =
  "0 left: once every process has the present key in front, the old key may go from WECHAT_STORE_KEY.\n";
const SOME_WRITE = (left: number) =>
  `${left} were written with a former key meanwhile: a process still has that one in front. Start all processes ` +
  "with the new key in front, then run this again.\n";
