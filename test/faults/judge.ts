import type { DispatchResult } from "../../src/adapter/translate/unshown.ts";
import { lineOf, type Played } from "./play.ts";

export interface Judgement {
  /** Promises that were broken, each with what it happened to. Empty is the only good verdict. */
  readonly broken: readonly string[];
  readonly counts: { readonly [name: string]: number };
}

/** Compares what stands on the screens with what the store and the bot were told, message by message. */
export async function judge(played: Played): Promise<Judgement> {
  const { town, said, openids, store, overdrawn } = played;
  const broken: string[] = overdrawn.map((one) => `quota: WeChat refused with ${one}`);
  const counts: Record<string, number> = { said: said.length };
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const { shown, cutFor, cuts } = readTimeline(played);
  for (const [token, times] of shown) {
    if (times > 1) broken.push(`seen ${times} times: ${token}`);
  }
  // A run that lost its lease is told so, and another run of the same push says it again.
  const accepted = new Set(
    said.filter(({ failed }) => failed === undefined).map(({ token }) => token),
  );
  for (const { openid, token, id, failed } of said) {
    const times = shown.get(`${openid} ${token}`) ?? 0;
    if (failed !== undefined) {
      count(`rejected: ${failed}`);
      if (times > 0 && !accepted.has(token))
        broken.push(`rejected with ${failed} and seen: ${token}`);
      continue;
    }
    const fate = await town.adapter.dispatchOf({ conversation: conversation(openid) }, id ?? "");
    const name = fateName(fate);
    count(name);
    if (fate === "passive" && times === 0 && cutFor.has(openid))
      count("  of these lost on the wire");
    else if (!fits(name, times)) broken.push(`${name}, seen ${times} times: ${openid} ${token}`);
    if (fate === "unknown" && times === 1) count("  of these seen");
  }
  // Only a machine that does nothing for seconds lets WeChat cut every try.
  if (counts["  of these lost on the wire"] !== undefined)
    counts["deliveries cut by WeChat"] = cuts;
  for (const openid of openids) {
    const line = await lineOf(town, store, openid);
    const left =
      (line?.queue.length ?? 0) + (line?.chain.length ?? 0) + (line?.untaken.length ?? 0);
    if (left > 0 || line?.inFlight !== undefined) broken.push(`not at rest: ${openid}`);
  }
  // Each of them is a call whose verdict never came; a stalled machine may lose a few more leases.
  const calls = town.log.lines.filter(isUnknownCall).length;
  if ((counts.unknown ?? 0) > calls + said.length / 100) {
    broken.push(`${counts.unknown} are unknown, of ${calls} calls without a verdict`);
  }
  return { broken, counts };
}

function isUnknownCall(line: string): boolean {
  return line.includes('"endpoint":"custom.send"') && line.includes('"outcome":"unknown"');
}

function conversation(id: string) {
  return { id, isGroup: false, name: "", conversationType: "" };
}

function fateName(fate: DispatchResult | undefined): string {
  if (fate === undefined) return "forgotten";
  return typeof fate === "object" ? "refused" : fate;
}

/** How often a message with this fate may stand on the screen. */
function fits(fate: string, times: number): boolean {
  if (fate === "sent" || fate === "passive") return times === 1;
  if (fate === "unknown") return times <= 1;
  return (fate === "refused" || fate === "dropped" || fate === "expired") && times === 0;
}

/** What was read how often, by follower and token, and whose deliveries were cut. */
function readTimeline({ town }: Played): {
  readonly shown: ReadonlyMap<string, number>;
  readonly cutFor: ReadonlySet<string>;
  readonly cuts: number;
} {
  const shown = new Map<string, number>();
  const cutFor = new Set<string>();
  let cuts = 0;
  for (const event of town.simulator.timeline.events) {
    if (event.type === "push.delivered" && event.outcome !== "answered") {
      cutFor.add(event.openid);
      cuts += 1;
    }
    if (event.type !== "message.shown") continue;
    const { text } = event.message as { text?: string | { content?: string } };
    const content = typeof text === "object" ? (text.content ?? "") : (text ?? "");
    for (const [token] of content.matchAll(/\[\d+\.\d+\]/g)) {
      const key = `${event.openid} ${token}`;
      shown.set(key, (shown.get(key) ?? 0) + 1);
    }
  }
  return { shown, cutFor, cuts };
}
