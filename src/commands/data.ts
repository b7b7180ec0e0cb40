import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { createClient } from "../client/client.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { SettingsError, StoreUnavailable } from "../errors.ts";
import { masked } from "../log.ts";
import { openStore } from "../store/open.ts";
import { backupSqlite } from "../store/sqlite/backup.ts";
import type { Follower, Store } from "../store/store.ts";
import { transcriptIn } from "../store/transcript.ts";
import { moveFollowers, readOpenids } from "./moveFollowers.ts";
import { reseal } from "./reseal.ts";
import { commandLog } from "./words/commandLog.ts";
import { helpFor } from "./words/help.ts";
import { spoken } from "./words/inChinese.ts";

/** Where the lines go: a terminal, a pipe, or a test. */
interface DataOutput {
  write(text: string): unknown;
}

/** Looks after what is kept: shows it, removes it, copies it. Resolves to the exit code. */
export async function runData(
  args: readonly string[],
  config: Config,
  output: DataOutput,
): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { by: { type: "string" } },
  });
  const [verb = "", ...words] = positionals;
  if (verb === "transcript" && words.length === 1) {
    return await readTranscriptOf(config, words[0] ?? "", values.by, output);
  }
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (run === undefined || words.length !== (WORDS[verb] ?? 1)) {
    output.write(helpFor("data"));
    return 1;
  }
  if (config.store === "memory:") {
    throw new SettingsError(["WECHAT_STORE memory: keeps nothing that another process could see."]);
  }
  try {
    return await run(config, words, output);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    output.write(`${spoken(error.message)}\n`);
    return 1;
  }
}

type Run = (config: Config, words: readonly string[], output: DataOutput) => Promise<number>;

/** How many words stand behind a verb, where it is not one. */
const WORDS: Readonly<Record<string, number>> = { move: 3, reseal: 0 };

const VERBS: Readonly<Record<string, Run>> = {
  reseal: (config, _words, output) => reseal(config, output),
  export: (config, [openid = ""], output) =>
    withStore(config, async (store) => {
      let parts = 0;
      for await (const part of store.export(follower(config, openid))) {
        output.write(`${JSON.stringify(part)}\n`);
        parts += 1;
      }
      return parts === 0 ? 1 : 0;
    }),
  forget: (config, [openid = ""], output) =>
    withStore(config, async (store) => {
      await store.forget(follower(config, openid));
      output.write(spoken("Forgotten.\n"));
      return 0;
    }),
  async backup({ store }, [file = ""], output) {
    if (!store.startsWith("sqlite:")) {
      throw new SettingsError([
        "WECHAT_STORE is not a SQLite file: copy a Redis with its own tools (BGSAVE, its AOF).",
      ]);
    }
    if (existsSync(file)) throw new SettingsError([`${file} is there already: name a new file.`]);
    await backupSqlite(store.slice("sqlite:".length), file);
    output.write(spoken(`${file} is a whole copy of the store.\n`));
    return 0;
  },
  async move(config, [fromAppId = "", fromOriginalId = "", file = ""], output) {
    const { account, apiBase } = config;
    const { appId, appSecret, originalId = "" } = account;
    const problems = [
      ...(/^gh_\w{4,32}$/.test(fromOriginalId)
        ? []
        : ["The second word must be the old account's original id, gh_…."]),
      ...(appSecret === undefined
        ? ["WECHAT_APP_SECRET is not set: the new account asks WeChat."]
        : []),
      ...(fromAppId === appId
        ? ["The first word is this account's AppID: give the old account's."]
        : []),
    ];
    if (problems.length > 0) throw new SettingsError(problems);
    const openids = readOpenids(file);
    const client = createClient({ appId, secret: appSecret ?? "", apiBase });
    const order = { fromAppId, fromOriginalId, to: { appId, originalId }, openids };
    try {
      return await withStore(config, async (store) =>
        (await moveFollowers(order, { client, store, clock: systemClock }, output)) ? 0 : 1,
      );
    } finally {
      await client.close();
    }
  },
};

/** One line for each thing that was said: when, who, what. */
async function readTranscriptOf(
  config: Config,
  openid: string,
  by: string | undefined,
  output: DataOutput,
): Promise<number> {
  if (by === undefined || by.trim() === "") {
    throw new SettingsError(["data transcript needs --by NAME: the log says who read it."]);
  }
  return withStore(config, async (store) => {
    const { appId } = config.account;
    const facts = { audit: true, by, appId, openid: masked(openid) };
    commandLog(config).warn(facts, "a transcript was read");
    let lines = 0;
    for await (const part of store.export(follower(config, openid))) {
      for (const { at, by: who, text } of transcriptIn(part)) {
        output.write(`${new Date(at).toISOString()} ${who}: ${JSON.stringify(text)}\n`);
        lines += 1;
      }
    }
    return lines === 0 ? 1 : 0;
  });
}

function follower({ account }: Config, openid: string): Follower {
  return { appId: account.appId, openid };
}

async function withStore(
  { store, storeKey, storeUnsealed, keepMs = 0 }: Config,
  run: (store: Store) => Promise<number>,
): Promise<number> {
  const opened = await openStore(store, { key: storeKey, unsealed: storeUnsealed, keepMs });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}
