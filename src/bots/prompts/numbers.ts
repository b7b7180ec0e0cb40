import { type Counted, countedIn } from "../../language/numbers/counted.ts";
import { type Money, readMoney } from "../../language/numbers/money.ts";
import { readNumber } from "../../language/numbers/number.ts";
import type { Reading } from "../../language/reading.ts";
import type { Prompt } from "../../machines/dialogue/prompt.ts";
import { echoing } from "./echoing.ts";
import { demand, miss, type PromptSettings, prompt, typed } from "./prompt.ts";

export interface NumberSettings extends PromptSettings<number> {
  /**
   * What is counted. With it, counter words of other things do not count: 两桌 ("two tables") and 七点 at "how many
   * people". Default: what the question itself says, where the dialogue brings its texts (几位, "how many people");
   * else anything.
   */
  readonly of?: Counted | undefined;
}

/**
 * Asks for a number from `least` to `most`, both included: 5, ５, 五, 1.5万, twenty-one, five people.
 * Reasons: `not-understood`, `unsure`, `too-small`, `too-large`.
 */
export function number(
  ask: string,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
  settings: NumberSettings = {},
): Prompt<number> {
  demandRange("number", ask, least, most);
  const samples = typed(...within(least, most).map((value) => [String(value), value] as const));
  return counting(settings.of, (of) => {
    const read = ({ text }: { text: string }) => bounded(readNumber(text, of), least, most);
    return prompt("number", ask, { samples, range: [least, most], read }, settings);
  });
}

/** Asks for a whole number, as {@link number} does. One more reason: `not-whole`. */
export function integer(
  ask: string,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
  settings: NumberSettings = {},
): Prompt<number> {
  demandRange("integer", ask, least, most);
  const whole = within(Math.ceil(least), Math.floor(most));
  const samples = typed(...whole.map((value) => [String(value), value] as const));
  return counting(settings.of, (of) => {
    const read = ({ text }: { text: string }) => {
      const reading = readNumber(text, of);
      return reading.ok && !Number.isInteger(reading.value)
        ? miss("not-whole", String(reading.value))
        : bounded(reading, least, most);
    };
    return prompt("integer", ask, { samples, range: [least, most], read }, settings);
  });
}

/** A prompt that counts `of`, or else what its question's words ask for. */
function counting(
  of: Counted | undefined,
  make: (of: Counted | undefined) => Prompt<number>,
): Prompt<number> {
  const made = make(of);
  if (of !== undefined && of !== "people") return made;
  return {
    ...made,
    worded(wordings) {
      const asked = countedIn(wordings);
      // 几位大人 counts no children, whatever else is counted by the dialogue.
      const found = of === undefined || asked === "adults" ? asked : of;
      return echoing(found === undefined ? made : make(found), wordings);
    },
  };
}

export interface MoneySettings extends PromptSettings<Money> {
  /** The currency of a sum that names no currency, ISO 4217. Default `CNY`. */
  readonly currency?: string | undefined;
  /** Whether only sums in `currency` count. Default false. */
  readonly only?: boolean | undefined;
  /** The smallest sum, in the currency's unit. Default 0. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/**
 * Asks for a sum of money: 128块5, ￥128, $20. Reasons: `not-understood`, `unsure`, `too-small`,
 * `too-large`, `other-currency`.
 */
export function money(ask: string, settings: MoneySettings = {}): Prompt<Money> {
  const { currency = "CNY", only = false, least = 0, most = Number.POSITIVE_INFINITY } = settings;
  demandRange("money", ask, least, most);
  const samples = within(Math.ceil(least), Math.floor(most)).map(
    (amount) => [String(amount), { amount, currency }] as const,
  );
  return prompt(
    "money",
    ask,
    {
      samples: typed(...samples),
      range: [least, most],
      read({ text }) {
        const reading = readMoney(text, currency);
        if (!reading.ok) return reading;
        const { amount, currency: said } = reading.value;
        if (only && said !== currency) return miss("other-currency", said);
        const fits = bounded({ ok: true, value: amount }, least, most);
        return fits.ok ? reading : fits;
      },
    },
    settings,
  );
}

function bounded(reading: Reading<number>, least: number, most: number): Reading<number> {
  if (!reading.ok) return reading;
  if (reading.value < least) return miss("too-small", String(reading.value));
  return reading.value > most ? miss("too-large", String(reading.value)) : reading;
}

function demandRange(kind: string, ask: string, least: number, most: number): void {
  demand(least <= most, kind, ask, `takes nothing: ${least} is above ${most}`);
}

/** The ends of a range; where one end is open, a number near the other. */
function within(least: number, most: number): readonly number[] {
  const low = Number.isFinite(least) ? least : Math.min(2, most);
  const high = Number.isFinite(most) ? most : Math.max(2, low);
  return low === high ? [low] : [low, high];
}
