import {
  type ActorScope,
  type AnyEventObject,
  type AnyStateMachine,
  type EventFromLogic,
  type ExecutableActionsFrom,
  type SnapshotFrom,
  StateMachine,
} from "xstate";
import { createEmptyActor } from "xstate/actors";
import { WeChatError } from "../errors.ts";

/**
 * Running machines by pure transitions: a snapshot and an event go in, the next snapshot and its effects come out. No
 * actor lives between two events, so nothing can be lost with a process.
 *
 * xstate is pinned to 5.33 because this file builds by hand what `transition()` builds for every call: an inert actor
 * scope. Its members are those of `createInertActorScope` in xstate 5.33.3; a test compares this file with
 * `transition()`, event by event. If that test ever fails, use `transition()`.
 */

/** What a machine wants done, as data: `{ type, params, … }`. Nothing here is executed. */
export type Effect<M extends AnyStateMachine> = ExecutableActionsFrom<M>;

let collect: (effect: never) => void = () => {};

// All machines share one scope. A machine must not rely on who runs it: no `spawn` in a context factory, no
// `sendParent`, no `systemId`. So no call can see anything of another call.
const nobody = createEmptyActor();
const SCOPE: ActorScope<never, AnyEventObject> = {
  self: nobody as ActorScope<never, AnyEventObject>["self"],
  system: nobody.system,
  id: "",
  sessionId: "",
  defer() {},
  logger() {},
  stopChild() {},
  emit() {},
  actionExecutor: (effect) => collect(effect as never),
};

/** The first snapshot of a machine and what it wants done on entering it. */
export function first<M extends AnyStateMachine>(
  machine: M,
  input?: unknown,
): readonly [SnapshotFrom<M>, readonly Effect<M>[]] {
  return collecting<M>(() => machine.getInitialSnapshot(SCOPE, input) as SnapshotFrom<M>);
}

/** The snapshot after an event, and what the machine wants done because of it. */
export function next<M extends AnyStateMachine>(
  machine: M,
  snapshot: SnapshotFrom<M>,
  event: EventFromLogic<M>,
): readonly [SnapshotFrom<M>, readonly Effect<M>[]] {
  return collecting<M>(() => machine.transition(snapshot, event, SCOPE) as SnapshotFrom<M>);
}

function collecting<M extends AnyStateMachine>(
  run: () => SnapshotFrom<M>,
): readonly [SnapshotFrom<M>, readonly Effect<M>[]] {
  const effects: Effect<M>[] = [];
  const before = collect;
  collect = (effect) => effects.push(effect);
  try {
    return [run(), effects];
  } finally {
    collect = before;
  }
}

/**
 * Checks a definition for mistakes that TypeScript does not see and xstate would report late or never: an `initial`
 * or a history default that names no state; a guard, action, actor or delay without an implementation. xstate throws
 * for an unknown `target` as soon as it creates a machine; creating the machine inside of `checkMachine(() => …)`
 * gives that mistake the same form. Returns the machine.
 */
export function checkMachine<M extends AnyStateMachine>(machine: M | (() => M)): M {
  const made: M = machine instanceof StateMachine ? machine : create(machine as () => M);
  const problems = problemsOf(made.root);
  if (problems.length > 0) throw badMachine(made.id, problems);
  return made;
}

function create<M extends AnyStateMachine>(make: () => M): M {
  try {
    return make();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw badMachine(undefined, [message.replaceAll("\n", " ")], { cause: error });
  }
}

function badMachine(id: string | undefined, problems: readonly string[], options?: ErrorOptions) {
  const which = id === undefined ? "A machine" : `The machine "${id}"`;
  return new WeChatError("machine", `${which} is not usable: ${problems.join(" ")}`, options);
}

type Node = AnyStateMachine["root"];

function problemsOf(node: Node): string[] {
  const below = Object.values(node.states).flatMap((child) => problemsOf(child));
  return [...stateProblems(node), ...nameProblems(node), ...below];
}

function stateProblems(node: Node): string[] {
  const problems: string[] = [];
  const { initial } = node.config;
  const start = typeof initial === "object" ? initial.target : initial;
  if (start !== undefined && !Object.hasOwn(node.states, start)) {
    problems.push(`"${node.id}" begins in "${start}"; ${choices(node)}.`);
  }
  if (node.type === "history") {
    for (const target of [node.config.target ?? []].flat() as string[]) {
      if (resolves(node, target)) continue;
      problems.push(`The history "${node.id}" falls back to "${target}", which does not exist.`);
    }
  }
  return problems;
}

function choices(node: Node): string {
  const names = Object.keys(node.states);
  if (names.length === 0) return "it has no states";
  return `its states are ${names.map((name) => `"${name}"`).join(", ")}`;
}

function resolves(node: Node, target: string): boolean {
  try {
    const id = target.startsWith("#") ? target : `#${node.parent?.id}.${target}`;
    return node.machine.getStateNodeById(id) !== undefined;
  } catch {
    return false;
  }
}

function nameProblems(node: Node): string[] {
  const { guards, actions, actors, delays } = node.machine.implementations;
  const transitions = [...node.transitions.values(), node.always ?? []].flat();
  const missing = (kind: string, among: object, name: string | undefined) =>
    name === undefined || Object.hasOwn(among, name)
      ? []
      : [`"${node.id}" names the ${kind} "${name}", which is not implemented.`];
  return [
    ...transitions
      .flatMap((one) => guardNames(one.guard))
      .flatMap((name) => missing("guard", guards, name)),
    ...[...node.entry, ...node.exit, ...transitions.flatMap((one) => one.actions)].flatMap(
      (action) => missing("action", actions, nameOf(action)),
    ),
    ...node.invoke.flatMap(({ src }) =>
      typeof src === "string" && !src.startsWith("xstate.invoke.")
        ? missing("actor", actors, src)
        : [],
    ),
    ...Object.keys(node.config.after ?? {})
      .filter((delay) => Number.isNaN(Number(delay)))
      .flatMap((delay) => missing("delay", delays, delay)),
  ];
}

/** A guard or action is given by name, as `{ type }`, or as a function, which needs no implementation. */
function nameOf(reference: unknown): string | undefined {
  if (typeof reference === "string") return reference;
  if (typeof reference !== "object" || reference === null) return undefined;
  return (reference as { readonly type?: string }).type;
}

/** `and`, `or` and `not` are functions that carry the guards they are made of. */
function guardNames(guard: unknown): string[] {
  if (typeof guard === "function" && "guards" in guard) {
    return (guard.guards as readonly unknown[]).flatMap(guardNames);
  }
  return [nameOf(guard) ?? []].flat();
}
