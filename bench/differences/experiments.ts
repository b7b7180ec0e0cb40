import type { Outcome, Try } from "../../src/simulator/pusher/pusher.ts";
import type { PushRequest } from "../../src/simulator/pusher/pusherRequest.ts";
import { echo, type Mode } from "../account.ts";
import { PATIENT_MS, pusher, type Rig } from "./rig.ts";

const PATIENTLY = { cutMs: PATIENT_MS };
const BIG_BYTES = 3_000_000;

export interface Finding {
  /** In a few words, from what was measured. */
  readonly found: string;
  /** As it should be. */
  readonly good: boolean;
}

export interface Experiment {
  readonly question: string;
  /** Absent: in both. */
  readonly mode?: Mode;
  run(rig: Rig): Promise<Finding>;
}

/**
 * In this order. How a check of another library could be passed, or its process ended, is not asked: such findings go to
 * its authors.
 */
export const experiments: readonly Experiment[] = [
  {
    question: "The console verifies the address",
    async run({ address }) {
      const why = await pusher(PATIENTLY).verify(address);
      return { found: why ?? "verified", good: why === undefined };
    },
  },
  {
    question: "A text is answered",
    run: (rig) => echoed(rig, "text hello", PATIENTLY),
  },
  {
    question: "`CreateTime` of the reply",
    async run(rig) {
      const { answer = "" } = await rig.once("time");
      const time = /<CreateTime>(\d+)</.exec(rig.opened(answer))?.[1] ?? "";
      const unit = time.length > 10 ? "milliseconds" : "seconds";
      return { found: `${unit} (${time.length} digits)`, good: time.length === 10 };
    },
  },
  {
    question: "What the pusher remarks on a reply that it lets pass",
    async run(rig) {
      const { remarks } = await rig.push("remarks", PATIENTLY);
      return { found: remarks.join("; ") || "nothing", good: remarks.length === 0 };
    },
  },
  {
    question: "A handler takes 7 s",
    run: (rig) => echoed(rig, "slow"),
  },
  {
    question: "A delivery is sent again after its answer",
    async run(rig) {
      let sent: PushRequest | undefined;
      const first = await rig.once("replay", (request) => {
        sent = request;
        return request;
      });
      const second = await rig.once("replay", () => sent as PushRequest);
      const runs = await rig.runs("replay");
      const same = runs === 1 && first.answer === second.answer ? "; the same bytes" : "";
      return { found: `runs ${times(runs)}${same}`, good: runs === 1 };
    },
  },
  {
    question: "A text with `]]>` in it is echoed",
    run: (rig) => echoed(rig, "cdata a ]]> b", PATIENTLY),
  },
  {
    question: "A wrong signature",
    run: (rig) =>
      refusal(rig, "forged", (request) => altered(request, "signature", "0".repeat(40))),
  },
  {
    question: "A ciphertext with one letter changed",
    mode: "safe",
    run: (rig) => refusal(rig, "tampered", (request) => withBody(request, tampered(request.body))),
  },
  {
    question: "A body of 3 MB",
    async run(rig) {
      return refused(rig, "big", await rig.once(`big ${"x".repeat(BIG_BYTES)}`));
    },
  },
  {
    question: "A handler fails later (rejects, or calls `next(error)`)",
    run: async (rig) => apologised(rig, "fails", await rig.push("fails", PATIENTLY)),
  },
];

/** Good: the bot runs once, and the follower sees what it said, to the letter. */
async function echoed(rig: Rig, text: string, options = {}): Promise<Finding> {
  const outcome = await rig.push(text, options);
  const [key = ""] = text.split(" ");
  const runs = await rig.runs(key);
  const seen = seenInWords(outcome);
  const whole = seen === inQuotes(echo(text));
  const after = whole && outcome.tries.length > 1 ? ` on try ${outcome.tries.length}` : "";
  const found = `runs ${times(runs)}; sees ${whole ? "the reply" : seen}${after}`;
  return { found, good: runs === 1 && whole };
}

/** Good: the bot has run once, and the follower is told something in the bot's name. */
async function apologised(rig: Rig, key: string, outcome: Outcome): Promise<Finding> {
  const runs = await rig.runs(key);
  const found = `runs ${times(runs)}; sees ${seenInWords(outcome)}`;
  return { found, good: runs === 1 && outcome.seen.saw === "reply" };
}

function seenInWords({ seen }: Outcome): string {
  if (seen.saw === "fault") return `the fault notice (${seen.fault})`;
  if (seen.saw === "nothing") return "nothing";
  return seen.message.type === "text" ? inQuotes(seen.message.text) : seen.message.type;
}

function inQuotes(text: string): string {
  return `“${text}”`;
}

async function refusal(rig: Rig, key: string, alter: (request: PushRequest) => PushRequest) {
  return refused(rig, key, await rig.once(key, alter));
}

/** Good: the bot never heard of it. */
async function refused(rig: Rig, key: string, one: Try | undefined): Promise<Finding> {
  const runs = await rig.runs(key);
  if (runs > 0) return { found: `accepted: runs ${times(runs)}`, good: false };
  // A body that is refused while it is still being sent may cost the connection before the status is read.
  const how = one?.status ?? (one?.end === "failed" ? "the connection is closed" : "no answer");
  return { found: `refused (${how})`, good: true };
}

function altered(request: PushRequest, name: string, value: string): PushRequest {
  const url = request.url.replaceAll(new RegExp(`${name}=[^&]+`, "g"), `${name}=${value}`);
  return { ...request, url };
}

function withBody({ headers, ...request }: PushRequest, body: string): PushRequest {
  const length = { "Content-Length": String(Buffer.byteLength(body)) };
  return { ...request, headers: { ...headers, ...length }, body };
}

/** One letter of the ciphertext is another. */
function tampered(body: string): string {
  const at = body.indexOf("<Encrypt><![CDATA[") + 100;
  return body.slice(0, at) + (body[at] === "A" ? "B" : "A") + body.slice(at + 1);
}

function times(count: number): string {
  return ["never", "once", "twice"][count] ?? `${count} times`;
}
