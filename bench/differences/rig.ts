import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { createEnvelope } from "../../src/protocol/envelope.ts";
import { createPusher, type PusherOptions, type Try } from "../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import type { Address, PushRequest } from "../../src/simulator/pusher/pusherRequest.ts";
import type { PushDocument } from "../../src/simulator/pusher/pushXml.ts";
import { ACCOUNT, type Mode } from "../account.ts";
import { SCALE } from "./servers.ts";

const CUT_MS = 5_000 * SCALE;

/** Where the question is not how long it takes: other work on the machine must not answer it. */
export const PATIENT_MS = 5_000;

/** One server under test, and WeChat's side of it. */
export class Rig {
  readonly mode: Mode;
  readonly address: Address;
  readonly #child: ChildProcess;

  private constructor(mode: Mode, port: number, child: ChildProcess) {
    const { appId, token, encodingAESKey } = ACCOUNT;
    const url = `http://127.0.0.1:${port}/wechat`;
    this.mode = mode;
    this.address = { url, appId, token, mode, ...(mode === "safe" && { encodingAESKey }) };
    this.#child = child;
  }

  static async start(name: string, mode: Mode): Promise<Rig> {
    const args = ["--no-deprecation", join(import.meta.dirname, "servers.ts"), name, mode];
    // What they complain of while they are teased is not what is asked here.
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    const [port] = await Promise.race([once(child, "message"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`${name} (${mode}) did not start.`);
    return new Rig(mode, port as number, child);
  }

  get ended(): boolean {
    return this.#child.exitCode !== null;
  }

  /** A text of a follower of its own, delivered as WeChat does. */
  push(text: string, options: Partial<PusherOptions> = {}, address = this.address) {
    return pusher(options).push(address, textPush(text));
  }

  /** One delivery, altered on its way. */
  async once(text: string, alter?: (request: PushRequest) => PushRequest): Promise<Try> {
    const transport = (request: PushRequest) => httpTransport(alter?.(request) ?? request);
    const { tries } = await this.push(text, { transport, tries: 1, cutMs: PATIENT_MS });
    return tries[0] as Try;
  }

  async runs(key: string): Promise<number> {
    const reply = once(this.#child, "message");
    this.#child.send("runs");
    const [runs] = (await reply) as [Record<string, number>];
    return runs[key] ?? 0;
  }

  /** What an answer says inside. */
  opened(body: string): string {
    const sealed = /<Encrypt><!\[CDATA\[(.*?)\]\]>/s.exec(body)?.[1];
    if (sealed === undefined || this.address.encodingAESKey === undefined) return body;
    return createEnvelope(this.address.encodingAESKey, this.address.appId).open(sealed);
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.#child, "exit");
    this.#child.disconnect();
    await exit;
  }
}

export function pusher(options: Partial<PusherOptions>) {
  return createPusher({
    clock: systemClock,
    transport: httpTransport,
    cutMs: CUT_MS,
    ...options,
  });
}

let pushes = 0;

function textPush(text: string): PushDocument {
  return {
    ToUserName: ACCOUNT.originalId,
    // Somebody new each time: one experiment must not wait for another.
    FromUserName: `oDifference${String(++pushes).padStart(6, "0")}`,
    // Rounded up: a second lost to rounding would be five on this clock.
    CreateTime: Math.ceil(Date.now() / 1_000),
    MsgType: "text",
    Content: text,
    MsgId: `2390000000${String(pushes).padStart(7, "0")}`,
  };
}
