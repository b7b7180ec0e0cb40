import { useState } from "preact/hooks";

const DRAFTS = "wechat-phone.draft.";

/**
 * What somebody types, kept in the browser until it is sent: neither a reload nor a closed window loses it. `name`
 * tells it apart from what is typed elsewhere. The last function keeps a text that is not shown any more, until it is
 * known to have arrived.
 */
export function useDraft(
  name: string,
  first = "",
): readonly [text: string, type: (text: string) => void, keep: (text: string) => void] {
  const key = DRAFTS + name;
  const [text, setText] = useState(() => read(key) ?? first);
  return [
    text,
    (typed) => {
      setText(typed);
      keep(key, typed);
    },
    (typed) => keep(key, typed),
  ];
}

/** What was typed under names that begin so was sent. */
export function dropDrafts(prefix: string): void {
  for (const storage of storages()) {
    const keys = Object.keys(storage).filter((key) => key.startsWith(DRAFTS + prefix));
    for (const key of keys) storage.removeItem(key);
  }
}

/** The window's own first: two windows may type to the same person. */
function read(key: string): string | null {
  for (const storage of storages()) {
    const text = storage.getItem(key);
    if (text !== null) return text;
  }
  return null;
}

function keep(key: string, text: string): void {
  for (const storage of storages()) {
    try {
      if (text === "") storage.removeItem(key);
      else storage.setItem(key, text);
    } catch {
      // It is full.
    }
  }
}

/** Storage may be switched off. */
function storages(): readonly Storage[] {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}
