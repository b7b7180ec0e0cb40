import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Config } from "../config.ts";
import { SettingsError, StoreUnavailable } from "../errors.ts";
import { openStore } from "../store/open.ts";
import { backupSqlite } from "../store/sqlite/backup.ts";
import type { Follower, Store } from "../store/store.ts";

/** Where the lines go: a terminal, a pipe, or a test. */
interface DataOutput {
  write(text: string): unknown;
}

const USAGE = `What the store keeps, also while the server runs:

  data export OPENID     everything of one follower, as JSON lines
  data forget OPENID     removes everything of one follower
  data backup FILE       a whole copy of a SQLite store, in use or not
`;

/** Looks after what is kept: shows it, removes it, copies it. Resolves to the exit code. */
export async function runData(
  args: readonly string[],
  config: Config,
  output: DataOutput,
): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [verb, what, ...rest] = positionals;
  const run = VERBS[verb ?? ""];
  if (run === undefined || what === undefined || rest.length > 0) {
    output.write(USAGE);
    return 1;
  }
  if (config.store === "memory:") {
    throw new SettingsError(["WECHAT_STORE memory: keeps nothing that another process could see."]);
  }
  try {
    return await run(config, what, output);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    output.write(`${error.message}\n`);
    return 1;
  }
}

type Run = (config: Config, what: string, output: DataOutput) => Promise<number>;

const VERBS: Readonly<Record<string, Run>> = {
  export: (config, openid, output) =>
    withStore(config, async (store) => {
      let parts = 0;
      for await (const part of store.export(follower(config, openid))) {
        output.write(`${JSON.stringify(part)}\n`);
        parts += 1;
      }
      return parts === 0 ? 1 : 0;
    }),
  forget: (config, openid, output) =>
    withStore(config, async (store) => {
      await store.forget(follower(config, openid));
      output.write("Forgotten.\n");
      return 0;
    }),
  async backup({ store }, file, output) {
    if (!store.startsWith("sqlite:")) {
      throw new SettingsError([
        "WECHAT_STORE is not a SQLite file: copy a Redis with its own tools (BGSAVE, its AOF).",
      ]);
    }
    if (existsSync(file)) throw new SettingsError([`${file} is there already: name a new file.`]);
    await backupSqlite(store.slice("sqlite:".length), file);
    output.write(`${file} is a whole copy of the store.\n`);
    return 0;
  },
};

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
