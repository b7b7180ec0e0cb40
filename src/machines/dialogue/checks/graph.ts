import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  getInitialMicrosteps,
  getMicrosteps,
} from "xstate";
import {
  CHANGED,
  type Edge,
  eventText,
  guardText,
  type Node,
  targetsOf,
  words,
} from "../../draw.ts";
import type { StepMeta } from "../compile.ts";
import { activeNodes } from "../frame.ts";
import type { AnyDialogue } from "../spec.ts";

/** A dialogue as nodes and edges: what drawings, hashes, funnels and generated tests are made from. */
export interface Graph {
  readonly id: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface GraphNode {
  /** The path from the root: `confirm`, `both.left`. */
  readonly id: string;
  readonly kind: string;
  readonly ask?: string;
  readonly final: boolean;
  readonly initial: boolean;
}

export interface GraphEdge {
  /** Where the edge begins, its event, and its place among that event's edges: `party|miss|0`. */
  readonly id: string;
  readonly from: string;
  readonly event: string;
  /** Undefined where the step does not change. */
  readonly to: string | undefined;
  /** For people: `after 2 h [someone]`. */
  readonly label: string;
}

/** The graph of a dialogue, in the order of its definition. */
export function graphOf({ machine }: Pick<AnyDialogue, "machine">): Graph {
  const nodes = below(machine.root);
  const begins = new Set(initials(machine.root));
  return {
    id: machine.id,
    nodes: nodes.filter((node) => node !== machine.root).map((node) => nodeOf(node, begins)),
    edges: nodes.flatMap(edgesAt),
  };
}

/** A node of a machine and all below it, in the order of the definition. */
export function below(node: Node): Node[] {
  return [node, ...Object.values(node.states).flatMap(below)];
}

function initials(node: Node): Node[] {
  if (node.type === "parallel")
    return Object.values(node.states).flatMap((one) => [one, ...initials(one)]);
  if (node.type !== "compound") return [];
  return [...node.initial.target].flatMap((one) => [one, ...initials(one)]);
}

function nodeOf(node: Node, begins: ReadonlySet<Node>): GraphNode {
  const { kind = "state", ask } = (node.meta ?? {}) as Partial<StepMeta>;
  return {
    id: pathOf(node),
    kind,
    ...(ask !== undefined && { ask }),
    final: node.type === "final",
    initial: begins.has(node),
  };
}

function pathOf(node: Node): string {
  return node.path.join(".");
}

/** The event of the edges that lead from an end back to a question. No machine takes it: its end is left before. */
export const REOPEN = "reopen";

function edgesAt(node: Node): GraphEdge[] {
  const { reopens } = (node.meta ?? {}) as Partial<StepMeta>;
  const from = pathOf(node);
  const back = { id: `${from}|${REOPEN}|0`, from, event: REOPEN, to: reopens, label: CHANGED };
  return [...edgesOf(node), ...(reopens === undefined ? [] : [back])];
}

function edgesOf(node: Node): GraphEdge[] {
  return waysOf(node).map(({ edge, id }) => {
    const [target] = targetsOf(edge);
    const cause = `${causeText(edge.eventType)}${guardText(edge.guard)}`.trim();
    return {
      id,
      from: pathOf(node),
      event: edge.eventType,
      to: target === undefined || target === node ? undefined : pathOf(target),
      label: cause,
    };
  });
}

function causeText(event: string): string {
  const answered = /^answer\.(.+)$/.exec(event)?.[1];
  return answered === undefined ? eventText(event) : `${words(answered)} answered`;
}

function waysOf(node: Node): { readonly edge: Edge; readonly id: string }[] {
  const lists = [...node.transitions.entries(), ["", node.always ?? []] as const];
  return lists.flatMap(([event, edges]) =>
    edges.map((edge, index) => ({ edge, id: `${pathOf(node)}|${event}|${index}` })),
  );
}

/**
 * The ids of the edges that an event takes, those of `always` included; without a snapshot before, the edges of the
 * beginning. For tests and funnels: it runs the event once more.
 */
export function edgesTaken(
  { machine }: Pick<AnyDialogue, "machine">,
  before: AnyMachineSnapshot | undefined,
  event: { readonly type: string; readonly input?: unknown },
): readonly string[] {
  const steps =
    before === undefined
      ? getInitialMicrosteps(machine, event.input as never)
      : getMicrosteps(machine, before as never, event as never);
  const taken: string[] = [];
  let at = before;
  for (const [index, [snapshot]] of steps.entries()) {
    if (index === 0 && at !== undefined) {
      taken.push(...idsOf(machine.getTransitionData(at as never, event as never)));
    } else if (at !== undefined) taken.push(...eventless(machine, at, event));
    at = snapshot as AnyMachineSnapshot;
  }
  return taken;
}

function idsOf(edges: readonly Edge[]): string[] {
  return edges.flatMap((edge) => waysOf(edge.source).find((way) => way.edge === edge)?.id ?? []);
}

/** The `always` transitions of a snapshot whose conditions hold. */
function eventless(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: { readonly type: string },
): string[] {
  const holds = ({ guard }: Edge): boolean => {
    if (guard === undefined) return true;
    const name = typeof guard === "string" ? guard : (guard as { type?: string }).type;
    const known = machine.implementations.guards as Record<string, unknown>;
    const check = typeof guard === "function" ? guard : known[name ?? ""];
    if (typeof check !== "function") return true;
    return check({ context: snapshot.context, event }, undefined) === true;
  };
  return activeNodes(snapshot).flatMap((node) => {
    const edge = node.always?.find(holds);
    if (edge !== undefined) return idsOf([edge]);
    // Without a matching `always` edge, a thread or a box has ended.
    const done = [...node.transitions.entries()].filter(([type]) => type.startsWith(DONE));
    return done.flatMap(([, edges]) => idsOf(edges.filter(holds).slice(0, 1)));
  });
}

const DONE = "xstate.done.state.";
