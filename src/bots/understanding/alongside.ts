import { clausesOf } from "../../language/mentions.ts";
import type { PromptContext } from "../../language/reading.ts";
import { isAside } from "../../language/sentences/frames.ts";
import { fold } from "../../language/tidy.ts";
import { readYesNo } from "../../language/yesNo.ts";
import type { Talk } from "../../machines/dialogue/talk.ts";
import { amendmentOf, type Change, revisionsOf } from "./amend.ts";
import type { Open } from "./open.ts";

/** What a message does at once: it changes answers, and answers the open question with the rest. */
interface Alongside {
  readonly changes: readonly Change[];
  /** The answer to the open question; undefined where all of the message is changes. */
  readonly answer?: { readonly value: unknown };
}

/** Says that something shall change; other words may be a note, a reason or a name. */
const CHANGES =
  /[改换变调加减]|错|不对|提[前早]|推迟|延后|[早晚多少](?=[一两半\d])|\b(?:change|switch|update|add|earlier|later|more|make (?:it|that))\b/iu;
/** A correction may take so many clauses: 人数不对，是五个人. */
const LONGEST = 3;
const MANY = 6;

/**
 * The changes in a message of several clauses, and the answer in the rest of it: "靠窗，改成五个人", "五个，时间改成八点".
 * Undefined where a clause is neither.
 */
export async function alongside(
  talk: Talk,
  { prompt }: Open,
  text: string,
  context: PromptContext,
): Promise<Alongside | undefined> {
  const clauses = clausesOf(text).map(({ words }) => words);
  const isSummary = prompt.summary === true;
  if (clauses.length > MANY || clauses.some((one) => /[?？]$/.test(one))) return undefined;
  if (!isSummary && (prompt.kind === "yesNo" || clauses.length < 2 || !CHANGES.test(text)))
    return undefined;
  const changes: Change[] = [];
  const rest: string[] = [];
  for (let at = 0; at < clauses.length; ) {
    const found = await changeAt(talk, clauses, at, context);
    if (found !== undefined) changes.push(found.change);
    else if (isSummary || !saysNothing(clauses[at] ?? "")) rest.push(clauses[at] ?? "");
    at += found?.length ?? 1;
  }
  if (isSummary && !(await revised(talk, rest, changes, context))) return undefined;
  const places = new Set(changes.map(placeOf));
  if (changes.length === 0 || places.size < changes.length) return undefined;
  if (rest.length === 0 || isSummary) return { changes };
  const reading = await prompt.read({ text: rest.join("，") }, context);
  return reading.ok ? { changes, answer: { value: reading.value } } : undefined;
}

/**
 * Several changes in a message after "what is not right?", each in a clause of its own: 人数改成6，包间. Nothing where it holds
 * fewer than two, or where a clause is none and says more than nothing.
 */
export async function severalChanges(
  talk: Pick<Talk, "top" | "present">,
  text: string,
  context: PromptContext,
): Promise<readonly Change[]> {
  const clauses = clausesOf(text).map(({ words }) => words);
  if (clauses.length < 2 || clauses.length > MANY) return [];
  const changes: Change[] = [];
  const rest: string[] = [];
  for (let at = 0; at < clauses.length; ) {
    const found = await changeAt(talk, clauses, at, context);
    if (found === undefined) rest.push(clauses[at] ?? "");
    else changes.push(found.change);
    at += found?.length ?? 1;
  }
  const isAll = await revised(talk, rest, changes, context);
  const places = new Set(changes.map(placeOf));
  return isAll && places.size === changes.length && changes.length > 1 ? changes : [];
}

function placeOf({ answer }: Change): string {
  return `${answer.dialogue.id}.${answer.ask}`;
}

/** Words beside a change that tell why: they say no number, wish or doubt of their own. */
const MORE =
  /[\d一二两三四五六七八九十几]|^(?:不要|别|不想|想|要|还)|如果|要是|的话|可能|或|不确定|再说|吗|说(?!错)|\b(?:if|maybe|or|not sure|said|says)\b/u;

/**
 * At a summary another value is a correction without a word of change: "五个人", "对，八点吧". What the other clauses say is
 * seen when the summary is shown again; false where they say more.
 */
async function revised(
  talk: Pick<Talk, "present">,
  rest: readonly string[],
  changes: Change[],
  context: PromptContext,
): Promise<boolean> {
  const explicit = changes.length > 0;
  for (const words of rest) {
    const [found, other] = await revisionsOf(talk, words, context);
    if (found !== undefined && other === undefined) changes.push({ do: "change", words, ...found });
    else if (GIVEN_UP.test(words)) return false;
    else if (!saysNothing(words) && (!explicit || MORE.test(words))) return false;
  }
  return true;
}

const GIVEN_UP = /不(?:要|订|定|约|办|想|去|来)了|取消|cancel/u;

/** "不是，改成四个人": a no before a change is a part of it. */
function saysNothing(clause: string): boolean {
  return isAside(fold(clause)) || readYesNo(clause).ok;
}

async function changeAt(
  talk: Pick<Talk, "top" | "present">,
  clauses: readonly string[],
  at: number,
  context: PromptContext,
): Promise<{ readonly change: Change; readonly length: number } | undefined> {
  const longest = Math.min(LONGEST, clauses.length - at, clauses.length - 1);
  for (let length = longest; length > 0; length -= 1) {
    const words = clauses.slice(at, at + length).join("，");
    // The last clause that belongs to a change begins no other one.
    if (!CHANGES.test(words) || (length > 1 && CHANGES.test(clauses[at + length - 1] ?? "")))
      continue;
    const change = await amendmentOf(talk, words, context);
    if (change?.do === "change") return { change, length };
  }
  return undefined;
}
