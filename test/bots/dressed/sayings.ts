import { BESIDE } from "../blind/beside.ts";
import { CANTONESE } from "../blind/cantonese.ts";
import { CHINESE } from "../blind/chinese.ts";
import { ECHOES } from "../blind/echoes.ts";
import { ENGLISH } from "../blind/english.ts";
import { FIFTH } from "../blind/fifth.ts";
import { FOURTH } from "../blind/fourth.ts";
import { FRAMED } from "../blind/framed.ts";
import { QUESTIONS } from "../blind/questions.ts";
import { readBlind, readerOf } from "../blind/reading.ts";
import { TIME_QUESTIONS } from "../blind/timeQuestions.ts";
import { WAYS } from "../blind/ways.ts";
import { TABLES } from "../utterances/tables.ts";

/** An utterance of our tables, and how its question reads any other text. */
export interface Saying {
  readonly kind: string;
  readonly text: string;
  /** What it means; undefined where it must be asked again. */
  readonly value: unknown;
  /** The same as a text, to compare by. */
  readonly means: string | undefined;
  readonly read: (text: string) => Promise<unknown>;
  /** The question that it is said to: what another one is said to it, means something there. */
  readonly question: unknown;
}

/** What an address and a name are compared by is not how they are typed. */
function compared(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value).toLowerCase();
}

function saying(
  kind: string,
  text: string,
  value: unknown,
  read: Saying["read"],
  question: unknown = read,
): Saying {
  return {
    kind,
    question,
    text,
    value,
    means: compared(value),
    read: async (other) => compared(await read(other)),
  };
}

function ofTables(): Saying[] {
  return Object.entries(TABLES).flatMap(([kind, [table, read]]) => {
    const value = async (text: string) => {
      const reading = await read(text);
      return reading.ok ? reading.value : undefined;
    };
    return table.map((one) => saying(kind, one.text, one.value, value));
  });
}

/** Those that may be asked again as well say nothing here. */
function ofBlind(): Saying[] {
  const lists = [
    ["zh-CN", CHINESE],
    ["zh-HK", CANTONESE],
    ["en-US", ENGLISH],
    ["zh-CN", WAYS],
  ] as const;
  return lists.flatMap(([locale, all]) =>
    all
      .filter(({ value, may }) => value !== "any" && (value === undefined || !may))
      .map(({ kind, text, value }) =>
        saying(
          kind,
          text,
          value,
          (other) => readBlind({ kind, text: other }, locale),
          kind + locale,
        ),
      ),
  );
}

function ofQuestions(): Saying[] {
  const all = [BESIDE, ECHOES, FIFTH, FOURTH, FRAMED, QUESTIONS, TIME_QUESTIONS].flat();
  return all.flatMap((asked) => {
    const read = readerOf(asked);
    return asked.cases
      .filter(({ may }) => may === undefined)
      .flatMap(({ texts, value }) => texts.map((text) => saying(asked.kind, text, value, read)));
  });
}

/** All of them. Free text has no value that could be lost. */
export const SAYINGS: readonly Saying[] = [...ofTables(), ...ofBlind(), ...ofQuestions()].filter(
  ({ kind, text }) => kind !== "text" && text !== "",
);
