import { type AnyStateMachine, fromPromise } from "xstate";
import type { StepMeta } from "../compile.ts";
import { type AnyDialogue, LIFECYCLE } from "../spec.ts";

/**
 * What is wrong with a dialogue although XState accepts it. One sentence per mistake, with the state and the remedy.
 */
export function lint({ machine, calls, uses }: AnyDialogue): readonly string[] {
  const all = descendants(machine.root);
  return [
    ...unreachable(machine, all),
    ...endless(machine, all),
    ...twoQuestions(all),
    ...spinning(all),
    ...badlyReopened(machine, all),
    ...all.flatMap((node) => [...ownWork(machine, node), ...ownActors(node, calls, uses)]),
    ...liveActors(machine),
  ];
}

type Node = AnyStateMachine["root"];
type Edge = NonNullable<Node["always"]>[number];

function descendants(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(descendants)];
}

function nameOf(node: Node): string {
  return `"${node.path.join(".") || node.key}"`;
}

function edgesOf(node: Node): readonly Edge[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}

function targetsOf(edge: Edge): readonly Node[] {
  return (edge.target ?? []) as readonly Node[];
}

/** The nodes that are entered together with a state: its parents, and the first states of its boxes. */
function entered(node: Node): Node[] {
  const inside =
    node.type === "parallel"
      ? Object.values(node.states)
      : node.type === "compound"
        ? [...node.initial.target]
        : [];
  return [node, ...inside.flatMap(entered)];
}

function ancestors(node: Node): Node[] {
  return node.parent === undefined ? [] : [node.parent, ...ancestors(node.parent)];
}

/** Whether a dialogue can count on a way out. It cannot count on what may happen to the follower. */
function canCountOn({ eventType }: Edge): boolean {
  return !(LIFECYCLE as readonly string[]).includes(eventType);
}

function reachable(from: Node, counts: (edge: Edge) => boolean = () => true): Set<Node> {
  const found = new Set<Node>();
  const queue = [...entered(from), ...ancestors(from)];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const target of edgesOf(node).filter(counts).flatMap(targetsOf)) {
      queue.push(...entered(target), ...ancestors(target));
    }
  }
  return found;
}

function unreachable(machine: AnyStateMachine, all: readonly Node[]): string[] {
  const found = reachable(machine.root);
  return all
    .filter((node) => !found.has(node) && node.type !== "history")
    .filter((node) => !isAsked(node, found))
    .map((node) => `Nobody reaches ${nameOf(node)}: lead a step to it, or remove it.`);
}

/**
 * Whether a question is ever asked. A question that is always skipped is no mistake here: the steps that it skips to
 * count.
 */
function isAsked(node: Node, found: ReadonlySet<Node>): boolean {
  const skip = node.parent?.states[`${node.key}?`];
  return skip !== undefined && found.has(skip);
}

function endless(machine: AnyStateMachine, all: readonly Node[]): string[] {
  const ends = Object.values(machine.root.states).filter(({ type }) => type === "final");
  if (ends.length === 0 && machine.root.type !== "parallel") {
    return ["It has no end: give it a step with `end`."];
  }
  if (machine.root.type === "parallel") return [];
  return all
    .filter((node) => node.type === "atomic")
    .filter((node) => !ends.some((end) => reachable(node, canCountOn).has(end)))
    .map((node) => `No way leads from ${nameOf(node)} to an end.`);
}

function asks(node: Node): boolean {
  return (node.meta as { ask?: unknown } | undefined)?.ask !== undefined;
}

function twoQuestions(all: readonly Node[]): string[] {
  return all.flatMap((node) => {
    const inside = Object.values(node.states).filter((child) => descendants(child).some(asks));
    if (node.type === "parallel" && inside.length > 1) {
      const names = inside.map(nameOf).join(" and ");
      return [`${names} may ask at the same time: an answer would belong to either. Let one ask.`];
    }
    if (asks(node) && inside.length > 0) {
      return [`${nameOf(node)} asks, and so does ${nameOf(inside[0] as Node)} inside of it.`];
    }
    return [];
  });
}

/** Finds ends that go back to something else than a question of the dialogue. */
function badlyReopened(machine: AnyStateMachine, all: readonly Node[]): string[] {
  return all.flatMap((node) => {
    const { reopens } = (node.meta ?? {}) as Partial<StepMeta>;
    if (reopens === undefined) return [];
    const to = machine.root.states[reopens];
    if (node.parent === machine.root && to !== undefined && asks(to)) return [];
    return [
      `${nameOf(node)} reopens "${reopens}", which is no question of the dialogue: name one of its steps that ask.`,
    ];
  });
}

/** Finds circles of steps that wait for nothing. */
function spinning(all: readonly Node[]): string[] {
  const forced = (node: Node): Node | undefined => {
    const last = node.always?.find(({ guard }) => guard === undefined);
    return last === undefined || (node.always?.length ?? 0) > 1 ? undefined : targetsOf(last)[0];
  };
  const problems: string[] = [];
  const seen = new Set<Node>();
  for (const node of all) {
    const way: Node[] = [];
    for (let at: Node | undefined = node; at !== undefined && !seen.has(at); at = forced(at)) {
      if (way.includes(at)) {
        problems.push(`${way.map(nameOf).join(" → ")} go round without waiting for anybody.`);
        break;
      }
      way.push(at);
    }
    for (const one of way) seen.add(one);
  }
  return problems;
}

const BUILT_IN = /^xstate\.(assign|emit|raise|cancel|log|enqueueActions)$/;

/** Finds actions of the author's own, which nobody would run: a machine says what it wants, and does nothing itself. */
function ownWork(machine: AnyStateMachine, node: Node): string[] {
  const actions = [
    ...node.entry,
    ...node.exit,
    ...edgesOf(node).flatMap(({ actions: own }) => own),
  ] as readonly unknown[];
  return actions.flatMap((action) => {
    const name = typeof action === "string" ? action : (action as { type?: string }).type;
    const known = machine.implementations.actions as Record<string, unknown>;
    const made = typeof action === "function" ? action : known[name ?? ""];
    const type = (made as { type?: unknown } | undefined)?.type;
    if (typeof made === "function" && typeof type === "string" && BUILT_IN.test(type)) return [];
    const what = name?.startsWith("xstate.") ? `the action ${name}` : "an action of its own";
    return [
      `${nameOf(node)} has ${what}${name && !name.startsWith("xstate.") ? `, "${name}"` : ""}: a dialogue's machine only assigns and emits; let a service do the work.`,
    ];
  });
}

function ownActors(node: Node, calls: AnyDialogue["calls"], uses: AnyDialogue["uses"]): string[] {
  return node.invoke
    .filter(({ src }) => {
      const name = String(src);
      return name.startsWith("xstate.invoke.") || !(name in calls || name in uses);
    })
    .map(({ src }) => {
      return String(src).startsWith("xstate.invoke.")
        ? `${nameOf(node)} invokes an actor without a name: what is stored must name it. Put it among the \`actors\` of \`setup\`.`
        : `${nameOf(node)} invokes "${src}", which is none of its services and dialogues.`;
    });
}

const PROMISE = String(fromPromise(async () => {}).transition);

/** Finds callbacks, observables and the like: they would live between two turns, when no process runs the machine. */
function liveActors(machine: AnyStateMachine): string[] {
  return Object.entries(machine.implementations.actors as Record<string, object>).flatMap(
    ([name, logic]) => {
      const { transition } = logic as { transition?: unknown };
      if ("root" in logic || String(transition) === PROMISE) return [];
      return [
        `Its actor "${name}" would have to live between two messages: use a promise, a machine or a \`callback\` service.`,
      ];
    },
  );
}
