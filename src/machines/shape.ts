import type { AnyMachineSnapshot, AnyStateMachine } from "xstate";
import {
  type Edge,
  effective,
  eventText,
  guardText,
  idOf,
  isLeaf,
  type Node,
  targetsOf,
  words,
} from "./draw.ts";

/** A machine as plain JSON, for whoever draws it without knowing XState. */
export interface MachineShape {
  readonly name: string;
  /** A box comes before the states inside it. */
  readonly states: readonly ShapeState[];
  readonly ways: readonly ShapeWay[];
}

interface ShapeState {
  /** Unique in the machine: the path from the root, `window_open`. */
  readonly id: string;
  readonly label: string;
  /** The box around it. */
  readonly parent?: string;
  readonly kind: "state" | "box" | "final";
  /** Where its box begins. */
  readonly initial?: true;
}

/** An arrow. Causes that lead the same way share one arrow. */
interface ShapeWay {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The states and arrows of a machine, from its own definition. */
export function shapeOf(machine: AnyStateMachine): MachineShape {
  const nodes = below(machine.root);
  return {
    name: machine.id,
    states: nodes.map(stateOf),
    ways: nodes.flatMap(waysOf),
  };
}

/** The states of a {@link shapeOf} that are active in a snapshot's value, boxes included. */
export function activeIn(value: AnyMachineSnapshot["value"], path = ""): readonly string[] {
  const id = (name: string) => (path === "" ? name : `${path}_${name}`).replace(/\W/g, "_");
  if (typeof value === "string") return [id(value)];
  return Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [id(name), ...activeIn(inner, id(name))],
  );
}

function below(node: Node): Node[] {
  return Object.values(node.states).flatMap((child) => [child, ...below(child)]);
}

function stateOf(node: Node): ShapeState {
  const { parent } = node;
  const kind = node.type === "final" ? "final" : isLeaf(node) ? "state" : "box";
  const begins = parent?.type === "compound" && parent.initial.target?.[0] === node;
  return {
    id: idOf(node),
    label: words(node.key),
    kind,
    ...(parent !== undefined && parent.parent !== undefined && { parent: idOf(parent) }),
    ...(begins && { initial: true }),
  };
}

function waysOf(node: Node): ShapeWay[] {
  const causes = new Map<Node, Set<string>>();
  for (const edge of effective(node)) {
    for (const target of targetsOf(edge)) {
      if (target === node) continue;
      causes.set(target, (causes.get(target) ?? new Set()).add(causeOf(edge)));
    }
  }
  return [...causes].map(([target, texts]) => ({
    from: idOf(node),
    to: idOf(target),
    label: [...texts].join(", "),
  }));
}

function causeOf(edge: Edge): string {
  return `${eventText(edge.eventType)}${guardText(edge.guard)}`.trim();
}
