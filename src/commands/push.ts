import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type Config, modeOf } from "../config.ts";
import { SettingsError } from "../errors.ts";
import { createEnvelope } from "../protocol/envelope.ts";
import {
  DELIVERIES_PER_PUSH,
  DELIVERY_INTERVAL_MS,
  DELIVERY_TIMEOUT_MS,
} from "../protocol/limits.ts";
import { readPushXml } from "../protocol/pushXml.ts";
import { sign } from "../protocol/signature.ts";
import { readXml, writeXml, type XmlElement, type XmlValue } from "../protocol/xml.ts";
import { writePush } from "../simulator/pusher/pushXml.ts";
import { playedOriginalId } from "./playedOriginalId.ts";
import { spoken } from "./words/inChinese.ts";

/** What `npm run push` sends. */
export interface PushOptions {
  readonly text?: string | undefined;
  readonly event?: string | undefined;
  readonly key?: string | undefined;
  /** A file with a whole push. */
  readonly xml?: string | undefined;
  readonly from?: string | undefined;
  readonly url?: string | undefined;
  readonly retries?: boolean | undefined;
}

/** Where the lines go: a terminal, or a test. */
interface Output {
  write(text: string): unknown;
}

/** Sends one push as WeChat would and prints the answer, opened. Resolves to 0 when there was a final one. */
export async function sendPush(
  config: Config,
  options: PushOptions,
  output: Output,
): Promise<number> {
  const { account } = config;
  const url = options.url ?? `http://localhost:${config.port}/wechat`;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new SettingsError([`--url ${url} is not an http or https address.`]);
  }
  let aheadMs = 0;
  const xml = pushXml(config, options);
  const say = (line: string) => output.write(`${spoken(line)}\n`);
  say(`→ ${describe(readPushXml(xml))}, ${modeOf(config)} mode, account ${account.appId}`);
  const tries = options.retries === true ? DELIVERIES_PER_PUSH : 1;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const startedAt = performance.now();
    const send = () =>
      deliver(config, url, xml, Date.now() + aheadMs).catch((error: Error) => error);
    let answer = await send();
    if (config.demo && answer instanceof Refused && aheadMs === 0) {
      // In the phone somebody may have moved the time: what is signed now is old by two days there.
      aheadMs = await aheadOf(url);
      if (aheadMs !== 0) answer = await send();
    }
    const tookMs = Math.round(performance.now() - startedAt);
    const after = `${tookMs} ms${tries > 1 ? `, try ${attempt}` : ""}`;
    if (typeof answer === "string") {
      say(`← ${after}: ${readable(config, answer)}`);
      return 0;
    }
    say(`✗ ${after}: ${reasonOf(answer, url)}`);
    if (attempt < tries) await wait(Math.max(0, DELIVERY_INTERVAL_MS - tookMs));
  }
  return 1;
}

class Refused extends Error {}

/** How far a server's clock is ahead of ours, in milliseconds: the phone moves time. */
async function aheadOf(url: string): Promise<number> {
  try {
    const { headers } = await fetch(new URL("/healthz", url), {
      signal: AbortSignal.timeout(1_000),
    });
    const ahead = Date.parse(headers.get("date") ?? "") - Date.now();
    // The header knows seconds only; what is so near is no moved time.
    return Math.abs(ahead) > 60_000 ? ahead : 0;
  } catch {
    return 0;
  }
}

function pushXml(config: Config, options: PushOptions): string {
  if (options.xml !== undefined) return readPushFile(options.xml);
  const head = {
    ToUserName: config.account.originalId ?? playedOriginalId(config.account.appId),
    FromUserName: options.from ?? "oDemoFollower0000000000000000",
    CreateTime: Math.floor(Date.now() / 1_000),
  };
  if (options.event !== undefined) {
    return writePush({
      ...head,
      MsgType: "event",
      Event: options.event,
      EventKey: options.key ?? "",
    });
  }
  const Content = options.text || "你好";
  // Seventeen digits, as WeChat's own: more than a JavaScript number can hold.
  const MsgId = `23${randomInt(1e14).toString().padStart(15, "0")}`;
  return writePush({ ...head, MsgType: "text", Content, MsgId });
}

function readPushFile(file: string): string {
  try {
    const xml = readFileSync(file, "utf8").trim();
    readPushXml(xml);
    return xml;
  } catch (error) {
    throw new SettingsError([`${file} is not a push: ${(error as Error).message}`]);
  }
}

async function deliver(config: Config, url: string, xml: string, now: number): Promise<string> {
  const { token, encodingAESKey, appId } = config.account;
  const timestamp = String(Math.floor(now / 1_000));
  const nonce = String(randomInt(1e9, 2e9));
  const query = new URLSearchParams({ signature: sign(token, timestamp, nonce), timestamp, nonce });
  const openid = String(readPushXml(xml).FromUserName ?? "");
  query.set("openid", openid);
  let body = xml;
  if (modeOf(config) !== "plain" && encodingAESKey !== undefined) {
    const Encrypt = createEnvelope(encodingAESKey, appId).seal(xml);
    query.set("encrypt_type", "aes");
    query.set("msg_signature", sign(token, timestamp, nonce, Encrypt));
    const envelope = writeXml({ ToUserName: String(readPushXml(xml).ToUserName ?? ""), Encrypt });
    // In compatible mode the message stands beside its encrypted copy.
    const clear =
      modeOf(config) === "compatible" ? xml.slice("<xml>".length, -"</xml>".length) : "";
    body = envelope.replace("<xml>", `<xml>${clear}`);
  }
  const response = await fetch(`${url}?${query}`, {
    method: "POST",
    body,
    headers: { "Content-Type": "text/xml" },
    redirect: "error",
    signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
  });
  const answer = await response.text();
  if (response.status === 403) throw new Refused(`HTTP 403 ${answer}`);
  if (response.status !== 200) throw new Error(`HTTP ${response.status} ${answer}`);
  return answer;
}

function readable(config: Config, answer: string): string {
  if (!answer.startsWith("<")) return answer === "" ? "(empty: nothing is shown)" : answer;
  let reply = readXml(answer);
  const { encodingAESKey, appId, token } = config.account;
  if (typeof reply.Encrypt === "string" && encodingAESKey !== undefined) {
    const signature = sign(token, String(reply.TimeStamp), String(reply.Nonce), reply.Encrypt);
    if (signature !== reply.MsgSignature) return "an answer whose signature WeChat would refuse";
    reply = readXml(createEnvelope(encodingAESKey, appId).open(reply.Encrypt));
  }
  return describe(reply);
}

const HEAD = new Set(["ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"]);

function describe(element: XmlElement): string {
  const { MsgType, Content, Event } = element;
  if (MsgType === "text") return `text ${JSON.stringify(Content)}`;
  const rest = Object.entries(element).filter(([name]) => !HEAD.has(name) && name !== "Event");
  const fields = rest.map(([name, value]) => `${name}=${plain(value)}`).join(" ");
  return `${MsgType === "event" ? `event ${Event}` : MsgType} ${fields}`.trim();
}

function plain(value: XmlValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function reasonOf(error: Error, url: string): string {
  if (error.name === "TimeoutError") return "no answer within 5 seconds, WeChat would ask again";
  const cause = (error.cause as { code?: string } | undefined)?.code;
  if (cause === "ECONNREFUSED") return `nobody listens at ${url}: run npm start first`;
  return cause === undefined ? error.message : `the connection was closed (${cause})`;
}
