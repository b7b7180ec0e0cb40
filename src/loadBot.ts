import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BotLogic } from "./adapter/weChatAdapter.ts";
import { type AnyBot, agentOf, isClass, knownBot } from "./anyBot.ts";
import { SettingsError } from "./errors.ts";
import type { Services } from "./services.ts";

/**
 * Loads a bot: the default export of a module, or of `index.ts` or `index.js` in a folder. It is a bot of Bot Framework
 * (an `ActivityHandler`, its class, or a function of the turn's context), an agent of the Agents SDK (an
 * `AgentApplication`, or an `ActivityHandler` or its class), or a function of the {@link Services} that gives one.
 * Throws {@link SettingsError} for anything else. `afresh`: the module is evaluated again, also where it was loaded before.
 */
export async function loadBot(
  path: string,
  services: Services,
  { afresh = false }: { readonly afresh?: boolean } = {},
): Promise<AnyBot> {
  const before = usesAgentsSdk();
  const made = defaultOf(await loadModule(path, afresh));
  const after = usesAgentsSdk();
  if (after) await services.openAgentAdapter();
  const bot = knownBot(made) ?? (await fromFunction(made, services));
  // Only its imports tell whose context `(context) => app.run(context)` is to be given.
  if (bot?.sdk === "Bot Framework" && bot.surely !== true && after && !before) {
    return agentOf(bot.logic as never);
  }
  if (bot !== undefined) return bot;
  throw new SettingsError([
    `${path} has no bot: its default export must be an ActivityHandler, an AgentApplication or a function.`,
  ]);
}

/** The module of a bot. Throws {@link SettingsError} with the remedy. */
export async function loadModule(
  path: string,
  afresh = false,
): Promise<{ readonly default?: unknown }> {
  const file = moduleFile(path);
  if (file === undefined) {
    throw new SettingsError([`${path} is not a bot: name a module, or a folder with an index.ts.`]);
  }
  letAgentsBeBuilt(process.env);
  return await load(path, file, afresh);
}

/**
 * `new AgentApplication({ storage })` builds an adapter of the SDK's own, which in production wants an id of Microsoft's.
 * The agent gets ours instead, and what stands here is never used.
 */
function letAgentsBeBuilt(environment: NodeJS.ProcessEnv): void {
  const isSet = Object.keys(environment).some((name) => /^(?:clientId$|connections__)/i.test(name));
  if (environment.NODE_ENV?.toLowerCase() === "production" && !isSet)
    environment.clientId = "wechat";
}

/** Whether some module has loaded the Agents SDK, which is CommonJS. */
export function usesAgentsSdk(): boolean {
  const { cache } = createRequire(import.meta.url);
  return Object.keys(cache).some((file) => /[\\/]@microsoft[\\/]agents-hosting[\\/]/.test(file));
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

let loads = 0;

async function load(path: string, file: string, afresh: boolean): Promise<{ default?: unknown }> {
  const url = pathToFileURL(file);
  // Another address is another module; what it imports stays.
  if (afresh) url.searchParams.set("load", String(++loads));
  try {
    return await import(url.href);
  } catch (error) {
    const problem = loadProblem(path, error as NodeJS.ErrnoException);
    throw problem === undefined ? error : new SettingsError([problem]);
  }
}

/** What Node says without a remedy, in a sentence with one. Undefined for a mistake that is the bot's own. */
function loadProblem(path: string, error: NodeJS.ErrnoException): string | undefined {
  const { code, message } = error;
  const [, name] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
  if (code === "ERR_MODULE_NOT_FOUND" && name !== undefined) {
    return `${path} needs the package ${name}: npm install ${name}`;
  }
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return `${path} has TypeScript that Node does not run as it is (${message.split("\n")[0]?.trim()}): write it without enum, namespace and parameter properties, or compile it.`;
  }
  if (error instanceof SyntaxError && /outside a module|Unexpected token 'export'/.test(message)) {
    return `${path} is written with import and export, and its package.json says "type": "commonjs": run npm pkg set type=module, or call the file .mjs (.mts).`;
  }
  return undefined;
}

/** The default export of a module. */
export function defaultOf(module: { default?: unknown }): unknown {
  const made = module.default as { __esModule?: unknown; default?: unknown } | undefined | null;
  // What TypeScript compiled to CommonJS has its default export one floor below.
  return made?.__esModule ? made.default : made;
}

const NOT_A_CONTEXT = Symbol("not a context");

/**
 * A function that gives a bot for the services, or a bot itself? It is called with the services; a bot
 * reaches for the turn's context at once, and that gives it away before it has done anything.
 */
async function fromFunction(made: unknown, services: Services): Promise<AnyBot | undefined> {
  if (typeof made !== "function") return undefined;
  if (typeof made.prototype?.run === "function") return knownBot(new (made as new () => object)());
  if (isClass(made)) return undefined;
  const asked = new Proxy(services, {
    get(target, name) {
      if (name in target) return target[name as keyof Services];
      throw NOT_A_CONTEXT;
    },
  });
  const itself = { sdk: "Bot Framework", logic: made as BotLogic } as const;
  try {
    const bot: unknown = await made(asked);
    if (typeof bot === "function") return { sdk: "Bot Framework", logic: bot as BotLogic };
    // A bot's logic gives nothing that anybody asks for, or what an agent's `run` gives: a boolean.
    return knownBot(bot) ?? (bot === undefined || typeof bot === "boolean" ? itself : undefined);
  } catch (error) {
    if (error === NOT_A_CONTEXT) return itself;
    throw error;
  }
}
