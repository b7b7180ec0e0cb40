import type { Numbered } from "../../../../store/openChoices.ts";
import { type Link, titleOf } from "../actions.ts";
import { webAddress } from "../links.ts";
import { type Loose, object, text } from "../loose.ts";
import type { Sheet } from "../sheet.ts";
import { fallbackOf, supported } from "./fallback.ts";
import type { Field, Submit } from "./form.ts";

/** An Adaptive Card's actions: links, and what is submitted. */
export interface AdaptiveActions {
  readonly links: readonly Link[];
  readonly submits: readonly Submit[];
}

/** What stands inside of a sub-card. */
interface SubCard {
  readonly actions: readonly Loose[];
  readonly fields: readonly Field[];
  readonly words: readonly string[];
}

interface Within {
  readonly action: Loose;
  readonly fields: readonly Field[];
  readonly words: readonly string[];
  /** The title that leads there; with `isLone` it stands for the sub-card's only submit. */
  readonly by: string;
  readonly isLone: boolean;
}

/** Sub-cards of sub-cards of … end here. */
const MOST_ACTIONS = 100;
const SUBMITS = ["Action.Submit", "Action.Execute"];

/**
 * Reads the actions of a card. `open` shows the inside of a sub-card; the inputs of one belong to the submits
 * that stand in it.
 */
export function readAdaptiveActions(
  actions: readonly Loose[],
  sheet: Sheet,
  open: (card: Loose) => SubCard,
): AdaptiveActions {
  const links: Link[] = [];
  const submits: Submit[] = [];
  const within = { fields: [], words: [], by: "", isLone: false };
  const rest: Within[] = actions.map((action) => ({ ...within, action }));
  for (let count = 0; rest.length > 0 && count < MOST_ACTIONS; count++) {
    const { action: given, ...outer } = rest.shift() as Within;
    const action = supported(given);
    if (action === undefined) {
      if (given.fallback !== "drop")
        sheet.warn("requires", "an action is left out: WeChat has no such feature");
      continue;
    }
    const title = titleOf(action);
    switch (text(action.type)) {
      case "Action.OpenUrl": {
        const url = webAddress(action.url);
        if (url !== undefined) links.push({ label: title || sheet.phrases.open, url });
        else sheet.warn("Action.OpenUrl-without-address", "the button is left out");
        break;
      }
      case "Action.Submit":
      case "Action.Execute":
        submits.push(
          submitOf(action, title || sheet.phrases.open, wayTo(title, outer, sheet), outer),
        );
        break;
      case "Action.ShowCard":
        rest.unshift(...opened(open(object(action.card)), title, outer));
        break;
      case "Action.ToggleVisibility":
        sheet.warn("Action.ToggleVisibility", "everything hidden is shown instead");
        break;
      default: {
        const fallback = fallbackOf(action);
        if (fallback !== undefined) rest.unshift({ ...outer, action: fallback });
        else if (action.fallback !== "drop") {
          sheet.warn(`adaptive ${text(action.type) || "action"}`, "the button is left out");
        }
      }
    }
  }
  return { links, submits };
}

function opened(
  { actions, fields, words }: SubCard,
  title: string,
  outer: Omit<Within, "action">,
): readonly Within[] {
  const isLone = actions.filter(({ type }) => SUBMITS.includes(text(type))).length === 1;
  const inner = {
    fields: [...outer.fields, ...fields],
    words: [...outer.words, ...words],
    by: title,
    isLone,
  };
  return actions.map((action) => ({ ...(inner.fields.length > 0 ? inner : outer), action }));
}

function wayTo(title: string, { by, isLone }: Omit<Within, "action">, { phrases }: Sheet): string {
  if (by === "" || isLone) return by;
  return `${by}${phrases.between}${title || phrases.open}`;
}

function submitOf(
  action: Loose,
  title: string,
  way: string,
  { fields, words }: Pick<Within, "fields" | "words">,
): Submit {
  const { data, verb, type, associatedInputs } = action;
  return {
    title,
    ...(way !== "" && way !== title && { way }),
    ...(data !== undefined && data !== null && { data }),
    ...(type === "Action.Execute" && { verb: text(verb) }),
    ...(associatedInputs === "none" && { alone: true as const }),
    ...(fields.length > 0 && { fields }),
    ...(words.length > 0 && { words: words.join("\n") }),
  };
}

/** What the bot gets of a submit with these inputs. */
export function givesOf(
  submit: Submit,
  inputs: Readonly<Record<string, string>>,
): Numbered["gives"] {
  const { data, verb, title } = submit;
  const own = submit.alone === true ? {} : inputs;
  const isObject = typeof data === "object" && !Array.isArray(data);
  const together = isObject ? { ...data, ...own } : { ...own, ...(data !== undefined && { data }) };
  if (verb !== undefined) {
    const action = { type: "Action.Execute", title, verb, data: together };
    return { text: "", value: { action, trigger: "manual" }, invoke: "adaptiveCard/action" };
  }
  if (typeof data === "string" && Object.keys(own).length === 0) return { text: text(data) };
  return { text: "", value: together };
}
