/** What differs from run to run, and the pattern that stands for it. */
const CHANGING: readonly (readonly [found: RegExp, stands: string])[] = [
  // Nobody's real name: what we call people is made of their openid.
  [/(?<=WeChat user |微信用户 ?)[A-Z0-9]{6}/, "[A-Z0-9]{6}"],
  [/(?<![\w-])o[\w-]{27}(?![\w-])/, "o[\\w-]{27}"],
  // Numbers that a service gives: R101, TK-20031.
  [/\b[A-Z]{1,4}-?\d{3,}\b/, "[A-Z]{1,4}-?\\d{3,}"],
];

/** What must be read: the words, or a pattern where some of them are made anew in every run. */
export function expectedOf(words: string, typed: readonly string[]): string | RegExp {
  let pattern = "";
  let rest = words;
  for (;;) {
    const [first] = CHANGING.flatMap(([found, stands]) => {
      const match = found.exec(rest);
      // What the follower himself wrote is the same in every run.
      return match === null || typed.some((text) => text.includes(match[0]))
        ? []
        : [{ at: match.index, length: match[0].length, stands }];
    }).sort((a, b) => a.at - b.at);
    if (first === undefined) break;
    pattern += literal(rest.slice(0, first.at)) + first.stands;
    rest = rest.slice(first.at + first.length);
  }
  return pattern === "" ? words : new RegExp(`^${pattern}${literal(rest)}$`);
}

/** A text as the source of a pattern that fits it alone. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll("\n", "\\n");
}
