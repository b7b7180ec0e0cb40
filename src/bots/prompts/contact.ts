import { readEmail } from "../../language/email.ts";
import { readPersonName } from "../../language/names/personName.ts";
import { readPhone } from "../../language/phone.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { type PromptSettings, prompt, typed } from "./prompt.ts";

export interface PhoneSettings extends PromptSettings<string> {
  /** The country of a number that names no country, ISO 3166. Default `CN`. */
  readonly country?: string | undefined;
}

/**
 * Asks for a telephone number, `+8613800138000`: with blanks, dashes, full-width or Chinese digits, of any
 * country. Reasons: `not-understood`, `unsure`.
 */
export function phone(ask: string, settings: PhoneSettings = {}): Prompt<string> {
  const { country = "CN" } = settings;
  const samples = typed(
    ["+86 138 0013 8000", "+8613800138000"],
    ["+1 415 555 2671", "+14155552671"],
  );
  return prompt("phone", ask, { samples, read: ({ text }) => readPhone(text, country) }, settings);
}

/** Asks for an e-mail address. Reason: `not-understood`. */
export function email(ask: string, settings: PromptSettings<string> = {}): Prompt<string> {
  const samples = typed(["li.lei@example.com", "li.lei@example.com"]);
  return prompt("email", ask, { samples, read: ({ text }) => readEmail(text) }, settings);
}

/**
 * Asks what somebody is called, and keeps the name as one would write it down: 我姓李。 gives 李, 叫我阿明 gives 阿明, 孙小姐[愉快]
 * gives 孙小姐. Where the words are nobody's name (a question, a number, a wish) it asks again. Reasons: `not-a-name`,
 * `more`.
 */
export function personName(ask: string, settings: PromptSettings<string> = {}): Prompt<string> {
  const samples = typed(["李雷", "李雷"], ["我叫韩梅梅", "韩梅梅"], ["Li Lei", "Li Lei"]);
  const read = ({ text }: { text: string }) => readPersonName(text);
  // Nearly any word is somebody's name, so other meanings of the words come first.
  return prompt("personName", ask, { free: true, samples, read }, settings);
}
