import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ActivityHandler } from "botbuilder";
import type { BotLogic } from "./adapter/weChatAdapter.ts";
import { SettingsError } from "./errors.ts";

/** What a bot's module may be given: the server's own parts. */
export interface Services {
  readonly adapter: import("./adapter/weChatAdapter.ts").WeChatAdapter;
  readonly clock: import("./clock.ts").Clock;
  readonly log: import("./log.ts").Log;
}

type Bot = Pick<ActivityHandler, "run"> | BotLogic;

/**
 * Loads a bot: the default export of a module, or of `index.ts` or `index.js` in a folder. It is an
 * `ActivityHandler` (or its class), a function of the turn's context, or a function of the {@link Services} that gives
 * either. Throws {@link SettingsError} when there is none.
 */
export async function loadBot(path: string, services: Services): Promise<BotLogic> {
  const file = moduleFile(path);
  if (file === undefined) {
    throw new SettingsError([`${path} is not a bot: name a module, or a folder with an index.ts.`]);
  }
  const made = defaultOf(await load(path, file));
  const logic = logicOf(made) ?? (await fromFunction(made, services));
  if (logic !== undefined) return logic;
  throw new SettingsError([
    `${path} has no bot: its default export must be an ActivityHandler or a function.`,
  ]);
}

const INDEX_FILES = ["index.ts", "index.js", "index.mjs", "index.cjs"];

/** Samples come with us: beside the sources in a checkout, compiled in the package. */
const SHIPPED = [resolve(import.meta.dirname, ".."), import.meta.dirname];

/**
 * The file that is loaded for a path; undefined where there is none. `samples/NAME` is also one of ours, where the
 * folder that we are called in has none of that name.
 */
export function moduleFile(path: string): string | undefined {
  const places = /^samples[\\/]/.test(path) ? [".", ...SHIPPED] : ["."];
  return places.map((place) => fileAt(resolve(place, path))).find((file) => file !== undefined);
}

function fileAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return path;
  return INDEX_FILES.map((name) => join(path, name)).find((file) => existsSync(file));
}

async function load(path: string, file: string): Promise<{ default?: unknown }> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
    if (code !== "ERR_MODULE_NOT_FOUND" || name === undefined) throw error;
    throw new SettingsError([`${path} needs the package ${name}: npm install ${name}`]);
  }
}

function defaultOf(module: { default?: unknown }): unknown {
  const made = module.default as { __esModule?: unknown; default?: unknown } | undefined | null;
  // What TypeScript compiled to CommonJS has its default export one floor below.
  return made?.__esModule ? made.default : made;
}

function logicOf(bot: unknown): BotLogic | undefined {
  const handler = bot as Pick<ActivityHandler, "run"> | undefined | null;
  return typeof handler?.run === "function" ? (context) => handler.run(context) : undefined;
}

const NOT_A_CONTEXT = Symbol("not a context");

/**
 * A function that gives a bot for the services, or a bot itself? It is called with the services; a bot
 * reaches for the turn's context at once, and that gives it away before it has done anything.
 */
async function fromFunction(made: unknown, services: Services): Promise<BotLogic | undefined> {
  if (typeof made !== "function") return undefined;
  if (typeof made.prototype?.run === "function") return logicOf(new (made as new () => Bot)());
  const asked = new Proxy(services, {
    get(target, name) {
      if (name in target) return target[name as keyof Services];
      throw NOT_A_CONTEXT;
    },
  });
  try {
    const bot = (await made(asked)) as Bot | undefined;
    return logicOf(bot) ?? (typeof bot === "function" ? bot : (made as BotLogic));
  } catch (error) {
    if (error === NOT_A_CONTEXT) return made as BotLogic;
    throw error;
  }
}
