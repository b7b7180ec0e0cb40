const TAGS = "think|thinking|reasoning|thought";
const OPEN = new RegExp(`^[ \\t]*<(${TAGS})>`, "i");
const CLOSE = new RegExp(`</(?:${TAGS})>`, "i");
const FENCE = /^[ \t]*(?:```|~~~)/;

/**
 * A model's answer without what it thought on the way: some models write it into their text, as
 * `<think>…</think>` at the beginning of a line. Code that shows such tags stays. What a stream has begun to think and not
 * ended is left out as well, and so are the words before an end whose beginning the model's template has swallowed.
 */
export function withoutReasoning(text: string): string {
  if (!text.includes("<") || !/<\/?(?:think|reasoning|thought)/i.test(text)) return text;
  const kept: string[] = [];
  let inCode = false;
  let thinks = false;
  let opened = false;
  for (const line of text.split("\n")) {
    let rest = line;
    if (!thinks && FENCE.test(rest)) inCode = !inCode;
    const open = inCode || thinks ? null : OPEN.exec(rest);
    if (open !== null) {
      thinks = opened = true;
      rest = rest.slice(open[0].length);
    }
    if (!thinks) {
      if (!opened && !inCode && new RegExp(`^\\s*${CLOSE.source}\\s*$`, "i").test(rest)) {
        kept.length = 0;
        opened = true;
      } else kept.push(rest);
      continue;
    }
    const close = CLOSE.exec(rest);
    if (close === null) continue;
    thinks = false;
    const after = rest.slice(close.index + close[0].length);
    if (after.trim() !== "") kept.push(after);
  }
  return kept.join("\n").replace(/^\s*\n/, "");
}
