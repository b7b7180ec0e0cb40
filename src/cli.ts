import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { type KindSaid, readKind } from "./commands/accountKind.ts";
import { guardProcess } from "./commands/guardProcess.ts";
import { commandLog } from "./commands/words/commandLog.ts";
import { helpFor, notACommand, version } from "./commands/words/help.ts";
import { spoken } from "./commands/words/inChinese.ts";
import { type Config, readConfig } from "./config.ts";
import type { Examine } from "./console/wire.ts";
import { SettingsError, WeChatError } from "./errors.ts";

/** Runs a command; resolves to the exit code, or to undefined while it goes on. */
export async function run(args: readonly string[]): Promise<number | undefined> {
  const [command, ...rest] = args;
  const asked = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (asked.includes("--help") || asked.includes("-h")) return help(command);
  if (command === "--version" || command === "-v" || command === "version") return tellVersion();
  // The machine's clock holds no process: while a command only waits, Node would end it in the middle.
  const hold = setInterval(() => {}, LONGEST_TIMER_MS);
  try {
    switch (command) {
      case "start":
        return await start(rest);
      case "bot":
        return await (await import("./commands/bot/bot.ts")).runBot(rest[0] ?? DEFAULT_BOT);
      case "init":
        return (await import("./commands/init.ts")).init(rest, process.stdout, process.cwd());
      case "rehearse":
        return await rehearseLinking(rest);
      case "push":
        return await push(rest);
      case "data": {
        const config = readConfig(process.env, process.cwd());
        return await (await import("./commands/data.ts")).runData(rest, config, process.stdout);
      }
      case "draw":
        return await (await import("./commands/draw.ts")).runDraw(rest, process.stdout);
      case "mcp":
        return await (await import("./commands/mcp/mcp.ts")).runMcp(rest, DEFAULT_BOT);
      case "record":
        return await (await import("./commands/record.ts")).record(rest, process.stdout);
      case "explain":
        return (await import("./commands/explain.ts")).explain(rest, process.stdout);
      case "doctor":
        return await examineAccount(rest);
      case "simulate":
        return await (await import("./commands/simulate/simulate.ts")).runSimulate(rest);
      case undefined:
        return help(undefined);
      case "help":
        return help(rest[0]);
      default:
        process.stderr.write(`${notACommand(command)}\n\n${helpFor(undefined)}`);
        return 1;
    }
  } catch (error) {
    if (isUsage(error)) {
      const { message } = error as Error;
      process.stderr.write(`${spoken(message)}\n`);
      return 1;
    }
    throw error;
  } finally {
    clearInterval(hold);
  }
}

/** Node cannot wait longer in one go. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function help(command: string | undefined): number {
  process.stdout.write(helpFor(command));
  return 0;
}

function tellVersion(): number {
  process.stdout.write(`${version()}\n`);
  return 0;
}

/** What a sentence says enough of: a mistake in words or settings, a store or a server that cannot be had. */
function isUsage(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  const ofArgs = typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
  return error instanceof WeChatError || ofArgs;
}

const DEFAULT_BOT = "samples/echo";

function say(text: string): void {
  process.stdout.write(spoken(text));
}

interface Running {
  close(): Promise<void>;
}

/** With a real account: the bot, and nothing of a simulator. */
async function startAlone(config: Config, bot: string): Promise<Running> {
  const { startServer } = await import("./server.ts");
  const server = await startServer(config, bot, {
    log: commandLog(config),
    examine: checksOf(config),
  });
  say(`Listening on ${server.address} (${config.account.appId})\n`);
  if (server.consoleAddress) say(`Console on ${server.consoleAddress}\n`);
  if (server.metricsAddress) say(`Metrics on ${server.metricsAddress}\n`);
  return server;
}

/** The checks of `doctor` for the operator's page, which are loaded when somebody asks. */
function checksOf(config: Config): Examine {
  return async (appId) => {
    const { examine } = await import("./commands/doctor.ts");
    const account = config.accounts.find((one) => one.appId === appId) ?? config.account;
    return examine({ ...config, account });
  };
}

/** What `start` is told beside the bot. */
interface StartSaid extends KindSaid {
  readonly watch?: boolean | undefined;
  readonly replay?: string | undefined;
  readonly fresh?: boolean | undefined;
  readonly world?: string | undefined;
}

/** Where the people of the phone are kept, in the working folder. */
const WORLD = "data/phone";
/** The word for: nowhere. */
const NO_WORLD = "none";

async function startWithPhone(
  config: Config,
  bot: string,
  { watch, replay, fresh, world = WORLD, ...said }: StartSaid,
): Promise<Running | undefined> {
  const { startStage } = await import("./commands/stage.ts");
  const watched = watch === true && { watch: ["src", "samples", existsSync(bot) ? bot : "."] };
  const { env: environment } = process;
  const kind = readKind(said);
  const tell = (line: string) => void process.stderr.write(spoken(`${line}\n`));
  const stage = await startStage({
    ...{ config, bot, environment, replay, kind, ...watched },
    world: world === NO_WORLD ? undefined : { folder: world, fresh, tell },
  });
  if (stage === undefined) return undefined;
  const { account, address, botUrl } = stage;
  say(
    `Open the phone: ${address}\n` +
      `(the bot ${bot} listens on ${botUrl}, demo account ${account.settings.appId})\n`,
  );
  return stage;
}

async function start(args: readonly string[]): Promise<number | undefined> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      watch: { type: "boolean" },
      replay: { type: "string" },
      fresh: { type: "boolean" },
      world: { type: "string" },
      account: { type: "string" },
      without: { type: "string" },
    },
  });
  const config = readConfig(process.env, process.cwd());
  const bot = positionals[0] ?? DEFAULT_BOT;
  if (!config.demo && readKind(values) !== undefined) {
    throw new SettingsError([
      "--account and --without are for the account that is played: WECHAT_APP_ID is set, and that one is as WeChat has it.",
    ]);
  }
  const running = config.demo
    ? await startWithPhone(config, bot, values)
    : await startAlone(config, bot);
  if (running === undefined) return 1;
  guardProcess(commandLog(config));
  const stop = () => void running.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return undefined;
}

/** The operator's page and three accounts to link, without WeChat. */
async function rehearseLinking(args: readonly string[]): Promise<undefined> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const { rehearse } = await import("./commands/rehearse.ts");
  const rehearsal = await rehearse(positionals[0] ?? DEFAULT_BOT);
  const names = rehearsal.accounts.map(({ name }) => `  ${name}\n`).join("");
  say(
    `Console on ${rehearsal.console}\nToken: ${rehearsal.token}\n\nAccounts to link, at a simulated WeChat:\n${names}`,
  );
  guardProcess(commandLog({}));
  const talking = setInterval(() => void rehearsal.talk("你好").catch(() => {}), TALK_EVERY_MS);
  const stop = () => {
    clearInterval(talking);
    void rehearsal.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return undefined;
}

/** So often a follower of each linked account says something, in a rehearsal. */
const TALK_EVERY_MS = 15_000;

async function examineAccount(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { lang: { type: "string" } } });
  const config = readConfig(process.env, process.cwd());
  const { doctor } = await import("./commands/doctor.ts");
  const language = values.lang;
  return doctor(config, process.stdout, language === undefined ? {} : { language });
}

async function push(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      event: { type: "string" },
      key: { type: "string" },
      xml: { type: "string" },
      from: { type: "string" },
      url: { type: "string" },
      retries: { type: "boolean" },
    },
  });
  const config = readConfig(process.env, process.cwd());
  const { sendPush } = await import("./commands/push.ts");
  return sendPush(config, { text: positionals.join(" "), ...values }, process.stdout);
}

// `import.meta.main` is younger than the oldest Node that we run on.
if (process.argv[1] === import.meta.filename) {
  run(process.argv.slice(2)).then((code) => {
    if (code !== undefined) process.exitCode = code;
  });
}
