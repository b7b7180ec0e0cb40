const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  // As chats in Chinese write 万.
  w: 1e4,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
};

/** A number in English words or with an English unit, whole: twenty-one, a hundred and five, 1.5k, 3 million. */
export function englishNumber(text: string): number | undefined {
  if (!/[a-z]/.test(text)) return undefined;
  if (/^minus /.test(text)) return negated(englishNumber(text.slice(6)) ?? digits(text.slice(6)));
  const fixed = FIXED.get(text);
  if (fixed !== undefined) return fixed;
  const dozens = /^(.+) dozen$/.exec(text);
  if (dozens !== null) return times(englishNumber(dozens[1] as string) ?? digits(dozens[1]), 12);
  const halves = /^(.+) and a half (thousand|million|billion)$/.exec(text);
  if (halves !== null) {
    const count = plus(englishNumber(halves[1] as string) ?? digits(halves[1]), 0.5);
    return times(count, SCALES[halves[2] as string] as number);
  }
  const half = /^(.+) and a half$/.exec(text);
  if (half !== null) return plus(englishNumber(half[1] as string) ?? digits(half[1]), 0.5);
  const point = /^(?:(.+) )?point (.+)$/.exec(text);
  if (point !== null) return decimal(point[1] ?? "zero", (point[2] as string).split(" "));
  const short = /^(\d+(?:\.\d+)?) ?(k|w|thousand|million|billion)$/.exec(text);
  if (short !== null) return Math.round(Number(short[1]) * (SCALES[short[2] as string] as number));
  return words(text.replace(/(?<=ty)-(?=[a-z])/, " ").split(" "));
}

const FIXED = new Map([
  ["half", 0.5],
  ["a half", 0.5],
  ["one half", 0.5],
  ["a dozen", 12],
  ["half a dozen", 6],
]);

function negated(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function plus(value: number | undefined, more: number): number | undefined {
  return value === undefined || !Number.isInteger(value) ? undefined : value + more;
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function digits(text = ""): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function decimal(whole: string, fraction: readonly string[]): number | undefined {
  const value = englishNumber(whole);
  const digits = fraction.map((one) => ONES.indexOf(one));
  const sound = value !== undefined && digits.every((one) => one >= 0 && one < 10);
  return sound ? Number(`${value}.${digits.join("")}`) : undefined;
}

/** Groups of hundreds, each under its scale; scales fall. */
function words(tokens: readonly string[]): number | undefined {
  let total = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let group: string[] = [];
  for (const token of tokens) {
    const scale = token.length > 1 ? SCALES[token] : undefined;
    if (scale === undefined) {
      group.push(token);
      continue;
    }
    const value = group.length === 1 && group[0] === "a" ? 1 : hundreds(group);
    if (value === undefined || scale >= lowest) return undefined;
    total += value * scale;
    lowest = scale;
    group = [];
  }
  if (group.length === 0) return lowest === Number.POSITIVE_INFINITY ? undefined : total;
  const rest = hundreds(total > 0 && group[0] === "and" ? group.slice(1) : group);
  return rest === undefined || rest >= lowest ? undefined : total + rest;
}

function hundreds(tokens: readonly string[]): number | undefined {
  const at = tokens.indexOf("hundred");
  if (at < 0) return belowHundred(tokens);
  const count = at === 1 && tokens[0] === "a" ? 1 : belowHundred(tokens.slice(0, at));
  const rest = tokens.slice(at + 1);
  if (count === undefined || count === 0) return undefined;
  if (rest.length === 0) return count * 100;
  const low = belowHundred(rest[0] === "and" ? rest.slice(1) : rest);
  return low === undefined ? undefined : count * 100 + low;
}

function belowHundred(tokens: readonly string[]): number | undefined {
  const [first = "", second, ...more] = tokens;
  if (more.length > 0) return undefined;
  if (first === "a" && second === undefined) return undefined;
  const ten = TENS.indexOf(first);
  if (ten < 0)
    return second === undefined && ONES.includes(first) ? ONES.indexOf(first) : undefined;
  if (second === undefined) return (ten + 2) * 10;
  const one = ONES.indexOf(second);
  return one > 0 && one < 10 ? (ten + 2) * 10 + one : undefined;
}
