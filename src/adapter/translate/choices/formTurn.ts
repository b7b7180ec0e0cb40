import { isCancel } from "../../../language/usualWords.ts";
import { formPhrasesFor } from "../../../language/words/forms.ts";
import { FORM, type Gives, type Numbered } from "../../../store/openChoices.ts";
import type { TurnScope } from "../../../store/turnScope.ts";
import { givesOf } from "../rendering/adaptive/adaptiveActions.ts";
import type { Field, Form, Submit } from "../rendering/adaptive/form.ts";
import type { Sheet } from "../rendering/sheet.ts";
import { readAnswer } from "./fieldAnswer.ts";

const VERSION = 1;
/** How long a form stays open without an answer. */
const OPEN_MS = 30 * 60_000;
/** After so many answers that do not fit, the next message goes to the bot. */
const MISSES = 3;

interface FormState {
  readonly v: typeof VERSION;
  readonly at: number;
  readonly form: Form;
  /** The index of the field that is asked. After the last field comes the way to submit, then that way's own fields. */
  readonly next: number;
  /** The way that was chosen, where there are several. */
  readonly way?: number;
  readonly inputs: Readonly<Record<string, string>>;
  readonly misses: number;
}

/** The effect of an answer: the form asks on, or the bot gets its submit. */
type FormTurn =
  | { readonly does: "asks"; readonly write: (sheet: Sheet) => void }
  | { readonly does: "submits"; readonly gives: Gives };

/** Begins a form: its first question stands under the card. */
export function beginForm(scope: TurnScope, form: Form, sheet: Sheet): void {
  const state = { v: VERSION, at: scope.now, form, next: 0, inputs: {}, misses: 0 } as const;
  scope.write(FORM, state);
  writeQuestion(state, sheet);
}

/**
 * Gives an answer to the open form. Undefined where no form is open, or where the person does not want the form: then
 * the answer goes to the bot.
 */
export function answerForm(
  scope: TurnScope,
  answer: string,
  taken: Numbered | undefined,
): Promise<FormTurn | undefined> | undefined {
  const state = readState(scope);
  return state && takeAnswer(state, scope, answer, taken);
}

async function takeAnswer(
  state: FormState,
  scope: TurnScope,
  answer: string,
  taken: Numbered | undefined,
): Promise<FormTurn | undefined> {
  const words = formPhrasesFor(scope.locale);
  const field = fieldAt(state) ?? whichWay(state.form);
  if (isCancel(answer, field.kind === "toggle")) {
    scope.write(FORM, undefined);
    return { does: "asks", write: (sheet) => sheet.words(words.cancelled) };
  }
  const read = await readAnswer(field, answer, taken?.gives.text, scope);
  if ("wrong" in read) {
    if (state.misses + 1 >= MISSES) {
      scope.write(FORM, undefined);
      return undefined;
    }
    const again = { ...state, misses: state.misses + 1 };
    scope.write(FORM, again);
    const why = field.error ?? words.wrong[read.wrong];
    return { does: "asks", write: (sheet) => writeQuestion(again, sheet, why) };
  }
  return goOn(scope, state, field, read.value);
}

function goOn(scope: TurnScope, state: FormState, field: Field, value: string): FormTurn {
  const given = { ...state, at: scope.now, misses: 0 };
  const after: FormState = isWay(state)
    ? { ...given, way: Number(value) }
    : { ...given, next: state.next + 1, inputs: { ...state.inputs, ...inputOf(field, value) } };
  if (fieldAt(after) !== undefined) {
    scope.write(FORM, after);
    const says = isWay(state) ? submitOf(after).words : undefined;
    return { does: "asks", write: (sheet) => writeQuestion(after, sheet, says) };
  }
  scope.write(FORM, undefined);
  return { does: "submits", gives: givesOf(submitOf(after), after.inputs) };
}

/** The field that is asked now; undefined at the end. */
function fieldAt(state: FormState): Field | undefined {
  const { form, next } = state;
  if (isWay(state)) return whichWay(form);
  return form.fields[next] ?? submitOf(state).fields?.[next - form.fields.length];
}

/** Whether the question is which way to submit. */
function isWay({ form, next, way }: FormState): boolean {
  return next === form.fields.length && way === undefined && form.submits.length > 1;
}

function submitOf({ form, way = 0 }: FormState): Submit {
  return form.submits[way] ?? { title: "" };
}

/**
 * A field's value in the submit. A skipped field has none, so that it does not hide the card's own data of the same
 * name; an untouched switch is off.
 */
function inputOf(
  { id, kind, options = [] }: Field,
  value: string,
): Readonly<Record<string, string>> {
  if (value !== "") return { [id]: value };
  const off = options.find(({ title }) => title === "no");
  return kind === "toggle" && off !== undefined ? { [id]: off.value } : {};
}

/** The question between several submits. Its values are their indexes. */
function whichWay({ submits }: Form): Field {
  const options = submits.map(({ title, way = title }, i) => ({ title: way, value: String(i) }));
  return { id: "", kind: "choice", label: "", options, required: true };
}

function writeQuestion(state: FormState, sheet: Sheet, why = ""): void {
  const words = formPhrasesFor(sheet.locale);
  const field = fieldAt(state);
  if (field === undefined) return;
  if (isWay(state)) {
    sheet.words(why, words.which);
    return void writeOptions(field, sheet);
  }
  const { kind, label, hint = "", required, options = [] } = field;
  const hints = [
    kind === "date" ? words.date : kind === "time" ? words.time : "",
    kind === "choices" ? words.several : "",
    required ? "" : words.optional,
  ].join("");
  const example = hint === label || options.length > 0 ? "" : hint;
  sheet.words(why, label === "" ? words.any[kind] : words.question(label), example, hints);
  writeOptions(field, sheet);
}

function writeOptions({ kind, options = [] }: Field, sheet: Sheet): void {
  const words = formPhrasesFor(sheet.locale);
  const toggle: Readonly<Record<string, string>> = { yes: words.yes, no: words.no };
  const numbered = options.map(({ title, value }) =>
    sheet.number(kind === "toggle" ? (toggle[title] ?? title) : title, { text: value }),
  );
  sheet.choices(numbered);
}

function readState(scope: TurnScope): FormState | undefined {
  const state = scope.read(FORM) as Partial<FormState> | undefined;
  if (state?.v !== VERSION || scope.now - (state.at ?? 0) > OPEN_MS) return undefined;
  return state as FormState;
}
