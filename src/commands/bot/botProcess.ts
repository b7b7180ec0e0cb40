import { type ChildProcess, fork } from "node:child_process";
import { resolve } from "node:path";
import { WeChatError } from "../../errors.ts";
import type { BotView, LogLine } from "../../simulator/phone/wire.ts";
import { type BotOrder, type BotReport, CLOCK_AHEAD, type Done } from "./botMessages.ts";
import { causeIn } from "./errorView.ts";
import type { Told } from "./watchBot.ts";

/** What {@link BotProcess} needs. */
interface BotProcessOptions {
  /** A module or a folder. */
  readonly bot: string;
  /** The bot's whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How far the clock is ahead when a bot starts, in milliseconds. */
  readonly aheadMs: () => number;
  readonly onTold: (told: readonly Told[]) => void;
  /** It wrote something on its console. */
  readonly onOutput: (level: LogLine["level"], text: string) => void;
  readonly onChange: (bot: BotView) => void;
}

type Order = BotOrder extends infer O ? (O extends BotOrder ? Omit<O, "n"> : never) : never;

const BIN = resolve(import.meta.dirname, "../../../bin/wechat.cjs");
/** A bot that is told to stop has as long as its turns may take, and a little more. */
const STOP_MS = 6_000;
/** An order that is not answered by then is not carried out. */
const ORDER_MS = 8_000;
const LAST_WORDS = 2_000;

/** The bot as a process of its own: may crash, and be started again, without the page. */
export class BotProcess {
  readonly #options: BotProcessOptions;
  readonly #waiting = new Map<number, (done: Done) => void>();
  #child: ChildProcess | undefined;
  #url = "";
  #state: BotView["state"] = "starting";
  #dialogues: BotView["dialogues"];
  #count = 0;
  #lastWords = "";
  #stopping = false;

  constructor(options: BotProcessOptions) {
    this.#options = options;
  }

  /** Where it listens. */
  get url(): string {
    return this.#url;
  }

  /** Resolves to whether it listens now. */
  async start(): Promise<boolean> {
    this.#lastWords = "";
    this.#stopping = false;
    this.#tell("starting");
    const { bot, env, aheadMs } = this.#options;
    const child = fork(BIN, ["bot", bot], {
      env: {
        ...env,
        // With PORT=0 the first start chose one; who was told it finds the bot there again.
        ...(this.#url !== "" && { PORT: new URL(this.#url).port }),
        [CLOCK_AHEAD]: String(aheadMs()),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      process.stdout.write(text);
      this.#options.onOutput("out", text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = `${this.#lastWords}${text}`.slice(-LAST_WORDS);
      process.stderr.write(text);
      this.#options.onOutput("err", text);
    });
    const { promise: listens, resolve: end } = Promise.withResolvers<boolean>();
    child.on("message", (message: BotReport) => {
      this.#hear(message);
      if (message.report === "listening") end(true);
    });
    // Not `exit`: its last words are still on their way then.
    child.once("close", () => {
      end(false);
      if (this.#child === child) this.#ended();
    });
    return listens;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Rejects with what went wrong. Resolves to what the order asks for, if there is something. */
  async order(order: Order): Promise<Omit<Done, "problem" | "code">> {
    const child = this.#child;
    if (child === undefined || !child.connected) {
      throw new WeChatError("bot-down", "The bot does not run: start it again.");
    }
    const n = ++this.#count;
    const { promise, resolve: end } = Promise.withResolvers<Done>();
    const timer = setTimeout(() => end({ problem: "The bot did not answer." }), ORDER_MS);
    this.#waiting.set(n, end);
    child.send({ ...order, n });
    const { problem, code = "bot", ...asked } = await promise;
    clearTimeout(timer);
    this.#waiting.delete(n);
    if (problem !== undefined) throw new WeChatError(code, problem);
    return asked;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#stopping = true;
    const closed = new Promise<void>((done) => child.once("close", () => done()));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await closed;
    clearTimeout(timer);
  }

  #hear(message: BotReport): void {
    switch (message.report) {
      case "listening":
        this.#url = message.address;
        this.#tell("running");
        break;
      case "dialogues":
        this.#dialogues = message.dialogues;
        // In the middle of everything it is news; at the start it is told with the rest.
        if (this.#state === "running") this.#tell("running");
        break;
      case "told":
        this.#options.onTold(message.told);
        break;
      case "done":
        this.#waiting.get(message.n)?.(message);
        break;
    }
  }

  #ended(): void {
    this.#child = undefined;
    for (const end of this.#waiting.values()) end({ problem: "The bot stopped." });
    if (!this.#stopping) this.#tell("crashed");
  }

  #tell(state: BotView["state"]): void {
    this.#state = state;
    const { bot: name, onChange } = this.#options;
    const words = this.#lastWords;
    const dialogues = this.#dialogues;
    onChange({
      ...{ state, name, url: this.#url },
      ...(dialogues !== undefined && { dialogues }),
      ...(state === "crashed" && { lastWords: words, cause: causeIn(words) }),
    });
  }
}
