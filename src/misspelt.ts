/** So many letters may differ; `WECHAT_PAY_KEY` of somebody else's is then no `WECHAT_STORE_KEY`. */
const MOST_EDITS = 2;

/** What other programs for WeChat call these, too far away to be a slip of the fingers. */
const OTHERS_CALL_IT: Readonly<Record<string, string>> = {
  WECHATSECRET: "WECHAT_APP_SECRET",
  WECHATAESKEY: "WECHAT_ENCODING_AES_KEY",
  WECHATAPPTOKEN: "WECHAT_TOKEN",
};

/**
 * One sentence for each name in `set` that is no setting and nearly one: `WECHAT_APPSECRET` for `WECHAT_APP_SECRET`. A name
 * that is like none belongs to the bot or to another program, and one whose right spelling is set as well does no harm.
 */
export function misspeltIn(
  set: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): string[] {
  const ours = settings.filter((name) => name.startsWith("WECHAT_"));
  return Object.keys(set)
    .filter((name) => /^_?we_?chat/i.test(name) && !ours.includes(name) && set[name] !== "")
    .flatMap((name) => {
      const meant = nearest(name, ours);
      if (meant === undefined || set[meant] !== undefined) return [];
      return [
        `${name} is not a setting. If ${meant} is meant, correct the name; if it is another program's, set ${meant} as well, empty if need be.`,
      ];
    });
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const bare = bareOf(name);
  const others = OTHERS_CALL_IT[bare];
  if (others !== undefined) return others;
  const ranked = names
    .map((one) => ({ one, edits: editsBetween(bare, bareOf(one)) }))
    .toSorted((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= MOST_EDITS ? best.one : undefined;
}

/** Underscores are what people forget; case does not matter, and WeChat's own pages write AESKey in one word. */
function bareOf(name: string): string {
  return name.toUpperCase().replaceAll("_", "");
}

/** How many letters have to be put in, left out or changed (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
