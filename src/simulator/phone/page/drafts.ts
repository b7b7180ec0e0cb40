import { useState } from "preact/hooks";

/**
 * What somebody types, kept in the browser until it is sent: a reload does not lose it. `name` tells it apart from
 * what is typed elsewhere.
 */
export function useDraft(name: string, first = ""): readonly [string, (text: string) => void] {
  const key = `wechat-phone.draft.${name}`;
  const [text, setText] = useState(() => read(key) ?? first);
  return [
    text,
    (typed) => {
      setText(typed);
      keep(key, typed);
    },
  ];
}

// Storage may be switched off, or full.
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {}
}
