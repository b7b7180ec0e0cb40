import type { Activity } from "botbuilder";
import type { Outgoing } from "../../src/adapter/plan/outgoing.ts";
import { fromActivity } from "../../src/adapter/translate/fromActivity.ts";
import type { Upload } from "../../src/adapter/translate/rendering/sheet.ts";
import type { Push } from "../../src/protocol/push.ts";
import type { Gives, Numbered } from "../../src/store/openChoices.ts";

/** An activity rendered, with the choices that it offers. */
export interface Shown {
  readonly parts: readonly (Outgoing | Upload)[];
  readonly texts: readonly string[];
  readonly choices: readonly Numbered[];
  readonly warnings: readonly string[];
}

/** Renders as the adapter does, in English, with choices numbered from 1. */
export function render(
  activity: Partial<Activity>,
  { locale = "en", push, markdown }: { locale?: string; push?: Push; markdown?: boolean } = {},
): Shown {
  const choices: Numbered[] = [];
  const number = (title: string, gives: Gives): Numbered => {
    const one = { number: choices.length + 1, id: String(choices.length + 1), title, gives };
    choices.push(one);
    return one;
  };
  const { parts, warnings } = fromActivity(
    { type: "message", ...activity },
    { locale, push, markdown, number, beginForm: () => {} },
  );
  return {
    parts,
    texts: parts.map(textOf),
    choices,
    warnings: warnings.map(({ kind }) => kind),
  };
}

/** What a part says in words. */
function textOf(part: Outgoing | Upload): string {
  if ("upload" in part) {
    return `[${part.upload.type} ${part.upload.source.slice(0, 40)}] ${part.instead.map(textOf).join()}`;
  }
  return part.reply.type === "text"
    ? part.reply.content
    : `[${part.reply.type}] ${part.words ?? ""}`;
}
