import type { AnyStateMachine } from "xstate";
import { WeChatError } from "../../errors.ts";
import { askedAgainUnder } from "./askedAgain.ts";
import { lint } from "./checks/lint.ts";
import { compile, type LooseSpec } from "./compile.ts";
import type { AnyDialogue, Asks, Calls, Define, Dialogue, Usable } from "./spec.ts";
import type { Texts } from "./texts.ts";

/**
 * Defines a dialogue: `dialogue<Input, Output>()({ id, version, asks, steps, … })`. The empty call is
 * there so that TypeScript can take two of the types from you and the rest from the definition.
 *
 * Throws `WeChatError` with the code `dialogue` or `machine`, with every mistake that it finds: names that
 * do not exist, steps that nobody reaches, steps without a way to an end, two questions at once.
 */
export function define<Input = void, Output = void>(): Define<Input, Output> {
  return (spec) => {
    const { calls = {}, uses = {}, given, on } = spec;
    const asks = worded(spec.asks ?? {}, spec.texts);
    const children = Object.fromEntries(
      Object.entries<Usable>(uses).map(([name, child]) => [name, dialogueOf(child)]),
    );
    const loose = { ...spec, asks, calls, uses: children, given, on } as unknown as LooseSpec;
    checkNames(spec.id, spec.version, { asks, calls, uses });
    const made: Dialogue<Input, Output> = {
      id: spec.id,
      version: spec.version,
      machine: compile(loose),
      asks,
      calls,
      uses: children,
      names: (spec.names ?? {}) as AnyDialogue["names"],
      migrate: spec.migrate ?? {},
      outdated: spec.outdated ?? "restart",
      slotFilling: spec.slotFilling ?? true,
      texts: spec.texts,
      keys: keysOf(loose),
      raw: false,
    };
    if (spec.texts !== undefined) checkTexts(made, spec.texts);
    return checked(made);
  };
}

/** Each question, told what its own words say about the answer. */
function worded(asks: Asks, texts: Texts | undefined): Asks {
  if (texts?.wordings === undefined) return asks;
  return Object.fromEntries(
    Object.entries(asks).map(([name, prompt]) => [
      name,
      prompt.worded?.(texts.wordings?.(prompt.ask) ?? []) ?? prompt,
    ]),
  );
}

/** What a machine of XState's own needs besides, so that it runs as a dialogue. */
export interface MachineOptions {
  /** Default 1. */
  readonly version?: number;
  /** The prompts that its states name in `meta: { ask: "party" }`. */
  readonly asks?: Asks;
  /** The services that the machine invokes by name. Promise logic of the machine's own counts as a `write` service. */
  readonly calls?: Calls;
  readonly uses?: Readonly<Record<string, Usable>>;
  readonly outdated?: "restart" | "drop";
}

/**
 * An XState machine as a dialogue. A state asks by `meta: { ask: "party" }` and takes `answer.party`, `miss` and
 * `resume`. What the machine emits as `{ type: "say", key, params }` is said. Actions must be XState's own.
 */
export function fromMachine(machine: AnyStateMachine, options: MachineOptions = {}): AnyDialogue {
  const { version = 1, asks = {}, calls = {}, uses = {}, outdated = "restart" } = options;
  const children = Object.fromEntries(
    Object.entries(uses).map(([name, child]) => [name, dialogueOf(child)]),
  );
  return checked({
    id: machine.id,
    version,
    machine,
    asks,
    calls: { ...promisesOf(machine), ...calls },
    uses: { ...machinesOf(machine), ...children },
    names: {},
    migrate: {},
    outdated,
    slotFilling: false,
    texts: undefined,
    keys: keysOf({ asks, steps: {} }),
    raw: true,
  });
}

const RAW = new WeakMap<AnyStateMachine, AnyDialogue>();

/** Returns a dialogue as it is, and a machine as a dialogue. */
function dialogueOf(usable: Usable): AnyDialogue {
  if ("steps" in usable || "asks" in usable) return usable as AnyDialogue;
  const machine = ("machine" in usable ? usable.machine : usable) as AnyStateMachine;
  let made = RAW.get(machine);
  if (made === undefined) {
    made = fromMachine(machine);
    RAW.set(machine, made);
  }
  return made;
}

/** Dialogues by their ids; a question that is asked again is one too. */
class Family extends Map<string, AnyDialogue> {
  override get(id: string): AnyDialogue | undefined {
    return super.get(id) ?? askedAgainUnder(id, this);
  }
}

/** Every dialogue that may run: the given ones, and those that they use. */
export function family(dialogues: readonly AnyDialogue[]): Map<string, AnyDialogue> {
  const found = new Family();
  const walk = (dialogue: AnyDialogue): void => {
    const known = found.get(dialogue.id);
    if (known === dialogue) return;
    if (known !== undefined) {
      throw new WeChatError(
        "dialogue",
        `Two dialogues have the id "${dialogue.id}": what is stored of one would be taken for the other.`,
      );
    }
    found.set(dialogue.id, dialogue);
    Object.values(dialogue.uses).forEach(walk);
  };
  dialogues.forEach(walk);
  return found;
}

/** Throws `WeChatError` with the code `text-missing` for keys of a dialogue that its texts do not know. */
export function checkTexts({ id, keys }: AnyDialogue, texts: Texts): void {
  const missing = keys.filter((key) => texts.has?.(key) === false && !key.startsWith("engine."));
  if (missing.length === 0) return;
  throw new WeChatError(
    "text-missing",
    `The dialogue "${id}" says ${missing.map((key) => `"${key}"`).join(", ")}, which its texts do not have: add the keys, or correct them.`,
  );
}

function keysOf({ asks, steps }: Pick<LooseSpec, "asks" | "steps">): readonly string[] {
  const said = (all: LooseSpec["steps"]): string[] =>
    Object.values(all).flatMap(({ say, end, together = {} }) => [
      ...[say, end].filter((key) => typeof key === "string"),
      ...Object.values(together).flatMap((thread) => said(thread.steps)),
    ]);
  const asked = Object.values(asks).flatMap(({ ask, retry = [] }) => [ask, ...retry]);
  return [...new Set([...asked, ...said(steps)])];
}

function checked<D extends AnyDialogue>(dialogue: D): D {
  const problems = lint(dialogue);
  if (problems.length === 0) return dialogue;
  throw new WeChatError(
    "dialogue",
    `The dialogue "${dialogue.id}" is not usable: ${problems.join(" ")}`,
  );
}

function checkNames(
  id: string,
  version: number,
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  const problems: string[] = [];
  if (!/^[\w-]+$/.test(id)) problems.push("Its id must be of letters, digits and hyphens.");
  if (!Number.isInteger(version) || version < 1) problems.push("Its version must be 1, 2, 3 ….");
  const seen = new Map<string, string>();
  for (const [kind, table] of Object.entries(tables)) {
    for (const name of Object.keys(table)) {
      const other = seen.get(name);
      if (other !== undefined) {
        problems.push(`"${name}" is among its ${other} and its ${kind}: answers would mix.`);
      }
      seen.set(name, kind);
    }
  }
  if (problems.length > 0) {
    throw new WeChatError("dialogue", `The dialogue "${id}" is not usable: ${problems.join(" ")}`);
  }
}

function machinesOf(machine: AnyStateMachine): Record<string, AnyDialogue> {
  const actors = Object.entries(machine.implementations.actors as Record<string, object>);
  return Object.fromEntries(
    actors
      .filter(([, logic]) => "root" in logic)
      .map(([name, logic]) => [name, dialogueOf(logic as AnyStateMachine)]),
  );
}

function promisesOf(machine: AnyStateMachine): Calls {
  const actors = Object.entries(machine.implementations.actors as Record<string, object>);
  return Object.fromEntries(
    actors
      .filter(([, logic]) => "config" in logic && !("root" in logic))
      .map(([name, logic]) => {
        const { config } = logic as {
          config: (facts: { input: unknown; signal: AbortSignal }) => Promise<unknown>;
        };
        const { signal } = new AbortController();
        const run = async (input: unknown) => config({ input, signal });
        return [name, { kind: "write" as const, options: {}, run }];
      }),
  );
}
