import { firstText, type Loose, objects, text } from "../loose.ts";
import type { Sheet } from "../sheet.ts";
import type { Field, FieldOption } from "./form.ts";

const KINDS: Readonly<Record<string, Field["kind"]>> = {
  "Input.Text": "text",
  "Input.Number": "number",
  "Input.Date": "date",
  "Input.Time": "time",
  "Input.Toggle": "toggle",
  "Input.ChoiceSet": "choice",
};

/** An input as a question; `before` are the words that stand over it. Undefined for unknown inputs. */
export function fieldOf(input: Loose, before: string, sheet: Sheet): Field | undefined {
  const kind = KINDS[text(input.type)];
  const id = text(input.id);
  if (kind === undefined || id === "") {
    sheet.warn(`adaptive ${text(input.type)}`, "the input is left out: it is unknown or has no id");
    return undefined;
  }
  const label = firstText(input.label, input.title, before, input.placeholder);
  const options = kind === "toggle" ? toggleOptions(input) : optionsOf(input.choices);
  if (kind === "choice" && options.length === 0) {
    sheet.warn("Input.ChoiceSet without choices", "the input is left out");
    return undefined;
  }
  return {
    id,
    kind: kind === "choice" && input.isMultiSelect === true ? "choices" : kind,
    label,
    ...(input.isRequired === true && { required: true as const }),
    ...(options.length > 0 && { options }),
    ...given("hint", input.placeholder),
    ...given("initial", input.value),
    ...given("error", input.errorMessage),
    ...given("min", input.min),
    ...given("max", input.max),
    ...given("pattern", input.regex),
    ...(typeof input.maxLength === "number" && { longest: input.maxLength }),
  };
}

function given(name: string, value: unknown): object {
  return text(value) === "" ? {} : { [name]: text(value) };
}

function optionsOf(choices: unknown): readonly FieldOption[] {
  return objects(choices)
    .map(({ title, value }) => ({ title: firstText(title, value), value: firstText(value, title) }))
    .filter(({ title }) => title !== "");
}

/** On and off, as yes and no; what they are worth is the card's. */
function toggleOptions(input: Loose): readonly FieldOption[] {
  return [
    { title: "yes", value: text(input.valueOn) || "true" },
    { title: "no", value: text(input.valueOff) || "false" },
  ];
}
