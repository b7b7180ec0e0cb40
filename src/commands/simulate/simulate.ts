import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { SettingsError, WeChatError } from "../../errors.ts";
import type { Phone } from "../../simulator/phone/phone.ts";
import { createBadLine } from "../../simulator/pusher/badLine.ts";
import { createPusher, type Pusher } from "../../simulator/pusher/pusher.ts";
import { createDelivery } from "../../simulator/pusher/pusherDelivery.ts";
import { httpTransport } from "../../simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../simulator/simulator.ts";
import type { Account } from "../../simulator/world/account.ts";
import { KIND_OPTIONS } from "../accountKind.ts";
import { phonePort } from "../phoneParts.ts";
import { spoken } from "../words/inChinese.ts";
import { openPhone } from "./simulatePhone.ts";
import { readStep, type Step } from "./simulateScript.ts";
import { Session, ShiftedClock } from "./simulateSession.ts";
import {
  type SimulatedAccount,
  type SimulateSettings,
  settleSimulation,
} from "./simulateSettings.ts";

/** What the command line says. */
export interface SimulateOptions extends SimulateSettings {
  /** A file of lines; `-` is the standard input. Default: a prompt, or the input where it is no terminal. */
  readonly script?: string | undefined;
  /** Where the simulated API listens. Default: a free port. */
  readonly "api-port"?: string | undefined;
  /** Opens the phone's page, and waits for nothing else. At a terminal it is open beside the prompt. */
  readonly phone?: boolean | undefined;
}

const SIMULATE_OPTIONS = {
  url: { type: "string" },
  token: { type: "string" },
  "aes-key": { type: "string" },
  "app-id": { type: "string" },
  "app-secret": { type: "string" },
  "original-id": { type: "string" },
  mode: { type: "string" },
  ...KIND_OPTIONS,
  script: { type: "string" },
  "api-port": { type: "string" },
  phone: { type: "boolean" },
} as const;

/** Where lines come from and go to: a terminal, or a test. */
interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: { write(text: string): unknown };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `.env` and demo accounts are. */
  readonly folder: string;
  /** How long `expect` waits, in milliseconds. Default 6,000: three deliveries need longer by themselves. */
  readonly patienceMs?: number;
  /** Ends the page of `phone`. Default: the process is told to stop. */
  readonly stop?: AbortSignal;
}

const PATIENCE_MS = 6_000;

/** The command `simulate`, from its arguments. Resolves to the exit code. */
export function runSimulate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: SIMULATE_OPTIONS });
  const { stdin: input, stdout: output, env: environment } = process;
  return simulate(values, { input, output, environment, folder: process.cwd() });
}

/** Plays WeChat against a server. Resolves to 0, or to 1 where an expectation was not met. */
export async function simulate(options: SimulateOptions, terminal: Terminal): Promise<number> {
  const { environment, folder } = terminal;
  const settings = settleSimulation(options, environment, folder);
  const script = options.phone === true ? undefined : await scriptOf(options.script, terminal);
  const port = phonePort(environment);
  const print = (line: string) => void terminal.output.write(`${spoken(line)}\n`);
  const clock = new ShiftedClock();
  const seed = randomBytes(8).toString("hex");
  const simulator = await startSimulator({ clock, seed, port: apiPort(options) });
  const { platform, faults } = simulator;
  const account = platform.addAccount(settings);
  let phone: Phone | undefined;
  const line = createBadLine(httpTransport, clock, () => phone?.answerLost());
  const { transport, loseNext } = line;
  // The server compares the query's time with its own clock, which `wait` does not move.
  const pusher = createPusher({ clock, transport, signedAt: Date.now });
  const delivery = createDelivery(platform, pusher);
  const patienceMs = terminal.patienceMs ?? PATIENCE_MS;
  const strict = script !== undefined;
  const parts = { platform, account, delivery, clock, faults, loseNext, print, strict, patienceMs };
  const session = new Session(parts);
  try {
    await introduce(settings, account, simulator.url, pusher, print);
    if (script !== undefined) await play(session, script, print);
    else {
      phone = await openPhone({ simulator, account, delivery, clock, line, port });
      print(`Open the phone: ${phone.address}`);
      if (options.phone === true) await told(terminal.stop);
      else await converse(session, terminal);
    }
  } finally {
    session.close();
    delivery.close();
    await phone?.close();
    await simulator.close();
  }
  if (session.failures > 0) print(`${session.failures} not as expected`);
  return session.failures > 0 ? 1 : 0;
}

/** Waits until somebody says that it is enough. */
function told(stop?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    if (stop !== undefined) stop.addEventListener("abort", end, { once: true });
    else for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  });
}

/** Tells who plays what, and whether the server answers the console's verification. */
async function introduce(
  { server }: SimulatedAccount,
  account: Account,
  base: string,
  pusher: Pusher,
  print: (line: string) => void,
): Promise<void> {
  const { appId, appSecret, originalId, verification } = account.settings;
  const kind = verification === -1 ? "an unverified account" : "a verified account";
  print(`WeChat for ${server.url}, ${server.mode} mode, ${kind}: ${appId}, ${originalId}`);
  print(`The API is at ${base} (AppSecret ${appSecret})`);
  const why = await pusher.verify({ ...server, appId });
  print(
    why === undefined
      ? "The address is verified, as WeChat does when it is saved."
      : `The address is not verified: ${why}.`,
  );
}

/** One line of a script with its number. */
interface Line {
  readonly text: string;
  readonly step: Step;
}

/** The script's lines, all read before the first is done. `undefined`: somebody sits at a prompt. */
async function scriptOf(
  file: string | undefined,
  { input }: Terminal,
): Promise<readonly Line[] | undefined> {
  if (file === undefined && input.isTTY === true) return undefined;
  const script = file === undefined || file === "-" ? await text(input) : readScript(file);
  const lines: Line[] = [];
  const problems: string[] = [];
  for (const [index, line] of script.split(/\r?\n/).entries()) {
    try {
      const step = readStep(line);
      if (step !== undefined) lines.push({ text: line.trim(), step });
    } catch (error) {
      problems.push(`line ${index + 1}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return lines;
}

function readScript(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SettingsError([`--script ${file} cannot be read.`]);
  }
}

/** Does a script's lines in order. What cannot be done is a failure, and ends it. */
async function play(
  session: Session,
  lines: readonly Line[],
  print: (line: string) => void,
): Promise<void> {
  for (const { text: line, step } of lines) {
    print(`${session.name}> ${line}`);
    if (step.do === "quit") return;
    try {
      await session.run(step);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      return session.fail(error.message);
    }
  }
}

/** Lets somebody type. */
async function converse(session: Session, { input, output }: Terminal): Promise<void> {
  const prompt = createInterface({ input, output: output as NodeJS.WritableStream });
  const ask = () => {
    prompt.setPrompt(`${session.name}> `);
    prompt.prompt();
  };
  output.write(spoken("Type follow, then say something. help lists the rest.\n"));
  ask();
  for await (const line of prompt) {
    try {
      const step = readStep(line);
      if (step?.do === "quit") break;
      if (step !== undefined) await session.run(step);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      output.write(`${spoken(error.message)}\n`);
    }
    ask();
  }
  prompt.close();
}

function apiPort({ "api-port": port = "0" }: SimulateOptions): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new SettingsError([`--api-port ${port} is not a port.`]);
}
