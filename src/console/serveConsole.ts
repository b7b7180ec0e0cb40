import { resolve } from "node:path";
import { checkAccount } from "../adapter/accounts/account.ts";
import { channelOf } from "../adapter/weChatAdapter.ts";
import { systemClock } from "../clock.ts";
import { SettingsError } from "../errors.ts";
import { stderrLog } from "../log.ts";
import { EventStream } from "../web/eventStream.ts";
import { readFiles } from "../web/files.ts";
import { servePage } from "../web/pageServer.ts";
import { ConsoleApi } from "./api.ts";
import type { Console, ConsoleOptions } from "./console.ts";
import { Door } from "./door.ts";
import { consoleProblems, THIS_MACHINE } from "./settings.ts";
import type { Changed } from "./wire.ts";

/** The same way from the sources and from the package. */
const BUILT = resolve(import.meta.dirname, "../../dist/console-page");
/** The largest menu is some 30 kB. */
const BODY_BYTES = 64 * 1_024;
/** What has changed is told this often at most: a busy account must not make its page ask all the time. */
const TELL_MS = 500;

/** See `startConsole`. */
export async function serveConsole(options: ConsoleOptions): Promise<Console> {
  const { settings, watch, linking, clock = systemClock, log = stderrLog } = options;
  const accounts = options.accounts.map(checkAccount);
  const problems = consoleProblems(settings);
  const files = readFiles(options.folder ?? BUILT);
  if (files === undefined) {
    problems.push("The console's page has not been built: run npm run pages.");
  }
  if (files === undefined || problems.length > 0) throw new SettingsError(problems);
  const { token, userHeader, proxies = THIS_MACHINE } = settings;
  const url = settings.url === undefined ? undefined : new URL(settings.url);
  const door = new Door({
    token,
    userHeader: userHeader?.toLowerCase(),
    proxies,
    secure: url?.protocol === "https:",
    clock,
  });
  const stream = new EventStream<object, Changed>({
    clock: systemClock,
    hello: () => ({}),
    keep: 0,
  });
  const changes = new Changes((appIds) => stream.publish(...appIds.map((appId) => ({ appId }))));
  const ends = [
    watch.onChange((appId) => changes.note(appId)),
    linking?.accounts.onChange((appId) => changes.note(appId)),
  ];
  const serving = () => channelOf(options.adapter).serving;
  const api = new ConsoleApi({ ...options, accounts, linking, serving, door, stream, clock, log });
  const server = await servePage({
    name: "console",
    port: settings.port,
    tries: 1,
    host: settings.host,
    names: url === undefined ? [] : [url.host],
    bodyBytes: BODY_BYTES,
    files,
    log,
    answer: (request) => api.answer(request),
  }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new SettingsError([
      `The console's port ${settings.port} is taken: set another (WECHAT_CONSOLE_PORT).`,
    ]);
  });
  return {
    address: server.address,
    paths: api.paths,
    async close() {
      for (const end of ends) end?.();
      changes.close();
      stream.close();
      await server.close();
    },
  };
}

/** Gathers accounts that changed, in real time. */
class Changes {
  readonly #tell: (appIds: readonly string[]) => void;
  readonly #waiting = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(tell: (appIds: readonly string[]) => void) {
    this.#tell = tell;
  }

  note(appId: string): void {
    this.#waiting.add(appId);
    this.#cancel ??= systemClock.after(TELL_MS, () => {
      this.#cancel = undefined;
      const appIds = [...this.#waiting];
      this.#waiting.clear();
      this.#tell(appIds);
    });
  }

  close(): void {
    this.#cancel?.();
  }
}
