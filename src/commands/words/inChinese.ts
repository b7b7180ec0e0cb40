import { COMMANDS_IN_CHINESE } from "./commandSentences.ts";
import { LOG_IN_CHINESE } from "./logSentences.ts";
import { machineLanguage } from "./machineLanguage.ts";
import { PHONE_IN_CHINESE } from "./phoneSentences.ts";
import { SETTINGS_IN_CHINESE } from "./settingSentences.ts";
import { STORES_IN_CHINESE } from "./storeSentences.ts";

interface Known {
  readonly english: RegExp;
  readonly chinese: string;
}

let known: readonly Known[] | undefined;

function sentences(): readonly Known[] {
  known ??= [
    ...Object.entries(SETTINGS_IN_CHINESE),
    ...Object.entries(STORES_IN_CHINESE),
    ...Object.entries(COMMANDS_IN_CHINESE),
    ...Object.entries(LOG_IN_CHINESE),
    ...Object.entries(PHONE_IN_CHINESE),
  ]
    .map(([english, chinese]) => ({ english, chinese }))
    // The more of it is fixed, the surer it is meant.
    .sort((a, b) => fixedPartOf(b.english) - fixedPartOf(a.english))
    .map(({ english, chinese }) => ({ english: patternOf(english), chinese }));
  return known;
}

const PLACE = /\{(\w+)\}/g;

function fixedPartOf(english: string): number {
  return english.replace(PLACE, "").length;
}

function patternOf(english: string): RegExp {
  const parts = english.split(PLACE).map((part, at) => {
    return at % 2 === 1 ? `(?<${part}>.+?)` : part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

/**
 * What the command line says, line by line in Chinese: names and values stay. A sentence that we do not have stays
 * English.
 */
export function inChinese(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const indent = /^\s*/.exec(line)?.[0] ?? "";
      return indent + sentenceInChinese(line.slice(indent.length));
    })
    .join("\n");
}

function sentenceInChinese(sentence: string): string {
  for (const { english, chinese } of sentences()) {
    const found = english.exec(sentence);
    if (found === null) continue;
    return chinese.replace(PLACE, (_place, name: string) => {
      const part = found.groups?.[name] ?? "";
      return part === sentence ? part : sentenceInChinese(part);
    });
  }
  return sentence;
}

/** What a command says, in the language of the machine. */
export function spoken(text: string): string {
  return machineLanguage() === "zh" ? inChinese(text) : text;
}
