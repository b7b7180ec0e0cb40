import { inWords } from "../duration.ts";
import type { FollowerAction } from "../simulator/actions/actions.ts";
import type { EventOf, TimelineEvent } from "../simulator/world/timeline.ts";
import { sightInWords, sightOf } from "./sight.ts";

/** How a follower is called in a transcript. */
type NameOf = (openid: string) => string;

/** What happened, a line each, with the time since the first event. */
export function transcriptOf(events: readonly TimelineEvent[], nameOf: NameOf): string {
  const startedAt = events[0]?.at ?? 0;
  const lines = events.flatMap((event) => {
    const line = lineOf(event, nameOf);
    return line === undefined ? [] : [`${clockOf(event.at - startedAt)}  ${line}`];
  });
  return lines.join("\n");
}

/** One event in words; `undefined` for what nobody would miss. */
export function lineOf(event: TimelineEvent, nameOf: NameOf): string | undefined {
  switch (event.type) {
    case "follower.acted":
      return `${nameOf(event.openid)}: ${actionInWords(event.action)}`;
    case "push.delivered":
      return tryInWords(event);
    case "message.shown":
      return `  ${nameOf(event.openid)} sees ${sightInWords(sightOf(event))}  (${VIA[event.via]})`;
    case "push.ended":
      return endInWords(event, nameOf);
    case "event.raised":
      return `WeChat: event ${String(event.push.Event)}`;
    case "api.called":
      return callInWords(event);
    case "time.moved":
      return `(${inWords(event.ms)} pass)`;
    case "chat.cleared":
      return `${nameOf(event.openid)}: ${event.anew ? "begins anew, as a stranger" : "clears the chat"}`;
    case "account.changed":
      return kindInWords(event);
    case "note":
      return `  ${event.text}`;
    default:
      return undefined;
  }
}

const VIA: Readonly<Record<EventOf<"message.shown">["via"], string>> = {
  passive: "reply",
  custom: "customer service",
  template: "template message",
  oneTime: "one-time subscription",
  subscription: "subscription notice",
  mass: "mass message",
  agent: "human agent",
};

/** An account that becomes another kind of account; what else changes of it is seen nowhere. */
function kindInWords({ change }: EventOf<"account.changed">): string | undefined {
  const { type, verification, without = [] } = change;
  if (type === undefined) return undefined;
  const lacks = without.length === 0 ? "" : `, without ${without.join(", ")}`;
  return `the account is another one now: ${type}, ${verification === -1 ? "not verified" : "verified"}${lacks}`;
}

/** An action in the words of the prompt: `say 你好`, `tap MENU_1`. */
function actionInWords(action: FollowerAction): string {
  switch (action.do) {
    case "say":
      return `say ${action.text}`;
    case "tap":
      return `tap ${action.key}`;
    case "scan":
      return `scan ${action.scene ?? action.ticket}`;
    case "location":
      return `location ${action.latitude} ${action.longitude}`;
    default: {
      const { do: name, ...rest } = action;
      return Object.keys(rest).length === 0 ? name : `${name} ${JSON.stringify(rest)}`;
    }
  }
}

/** Calls whose success shows in what the follower sees, or that nobody would ask after. */
const QUIET: ReadonlySet<string> = new Set([
  "/cgi-bin/token",
  "/cgi-bin/stable_token",
  "/cgi-bin/message/custom/send",
]);

function callInWords({ path, errcode, answer }: EventOf<"api.called">): string | undefined {
  if (errcode === 0) return QUIET.has(path) ? undefined : `  the server calls ${path}: ok`;
  return `  the server calls ${path}: refused, ${answer}`;
}

/** An answered first try says nothing new. */
function tryInWords(one: EventOf<"push.delivered">): string | undefined {
  const { attempt, outcome, status, why, body = "", startedAt, at } = one;
  const after = `after ${inWords(at - startedAt)}`;
  if (outcome === "late") return `  try ${attempt}: no answer, cut ${after}`;
  if (outcome === "failed") return `  try ${attempt}: ${why} ${after}`;
  if (outcome === "status") return `  try ${attempt}: status ${status} ${after}${quoted(body)}`;
  return attempt === 1 && at === startedAt ? undefined : `  try ${attempt}: answered ${after}`;
}

const QUOTED_LENGTH = 300;

/** What a server says beside its status: the bot's author finds the error there. */
function quoted(body: string): string {
  const line = body.replace(/\s+/g, " ").trim();
  if (line === "") return "";
  return `: ${line.length > QUOTED_LENGTH ? `${line.slice(0, QUOTED_LENGTH)}…` : line}`;
}

function endInWords(event: EventOf<"push.ended">, nameOf: NameOf): string | undefined {
  const { saw, fault, why, handover, remarks } = event;
  const name = nameOf(event.openid);
  const lines = remarks.map((remark) => `  remark: ${remark}`);
  if (saw === "fault") lines.push(`  ${name} sees ${sightInWords({ fault })}: ${why}`);
  else if (fault !== undefined) lines.push(`  unseen: ${fault}: ${why}`);
  else if (saw === "nothing" && handover === undefined) lines.push("  nothing is shown");
  if (handover !== undefined) lines.push(`  handed over to ${handover}`);
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** Time since the beginning: `1:00:07.250`. */
function clockOf(exactMs: number): string {
  const ms = Math.round(exactMs);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const seconds = `${two((ms / 1_000) % 60)}.${String(ms % 1_000).padStart(3, "0")}`;
  return `+${Math.floor(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${seconds}`;
}
