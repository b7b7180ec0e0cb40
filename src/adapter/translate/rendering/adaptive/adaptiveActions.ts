import type { Numbered } from "../../../../store/openChoices.ts";
import { type Actions, type Link, titleOf } from "../actions.ts";
import { webAddress } from "../links.ts";
import { type Loose, object, text } from "../loose.ts";
import type { Sheet } from "../sheet.ts";
import type { Submit } from "./form.ts";

/** An Adaptive Card's actions: links, choices, and for a form what ends it. */
export interface AdaptiveActions extends Actions {
  readonly submits: readonly Submit[];
}

/** Sub-cards of sub-cards of … end here. */
const MOST_ACTIONS = 100;

/**
 * Reads the actions of a card. `open` shows the inside of a sub-card and gives its actions. With inputs
 * on the card a submit ends the form; without, it is a choice.
 */
export function readAdaptiveActions(
  actions: readonly Loose[],
  hasInputs: boolean,
  sheet: Sheet,
  open: (card: Loose) => readonly Loose[],
): AdaptiveActions {
  const links: Link[] = [];
  const choices: Numbered[] = [];
  const submits: Submit[] = [];
  const rest = [...actions];
  for (let count = 0; rest.length > 0 && count < MOST_ACTIONS; count++) {
    const action = rest.shift() as Loose;
    const title = titleOf(action);
    switch (text(action.type)) {
      case "Action.OpenUrl": {
        const url = webAddress(action.url);
        if (url !== undefined) links.push({ label: title || sheet.phrases.open, url });
        else sheet.warn("Action.OpenUrl-without-address", "the button is left out");
        break;
      }
      case "Action.Submit":
      case "Action.Execute": {
        const submit = submitOf(action, title || sheet.phrases.open);
        if (hasInputs) submits.push(submit);
        else choices.push(sheet.number(submit.title, givesOf(submit, {})));
        break;
      }
      case "Action.ShowCard":
        rest.push(...open(object(action.card)));
        break;
      case "Action.ToggleVisibility":
        sheet.warn("Action.ToggleVisibility", "everything hidden is shown instead");
        break;
      default: {
        const fallback = object(action.fallback);
        if (text(fallback.type) !== "") rest.push(fallback);
        else sheet.warn(`adaptive ${text(action.type) || "action"}`, "the button is left out");
      }
    }
  }
  return { links, lines: [], choices, submits };
}

function submitOf(action: Loose, title: string): Submit {
  const { data, verb, type, associatedInputs } = action;
  return {
    title,
    ...(data !== undefined && data !== null && { data }),
    ...(type === "Action.Execute" && { verb: text(verb) }),
    ...(associatedInputs === "none" && { alone: true as const }),
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
