import type { AnyStateMachine } from "xstate";

export type Node = AnyStateMachine["root"];
export type Edge = NonNullable<Node["always"]>[number];

/**
 * A machine as mermaid's `stateDiagram-v2`, from its own definition and in its order. Regions stand side by side in
 * one box. Events that do not leave a state are written into it, as `event [guard] / action`.
 */
export function draw(machine: AnyStateMachine): string {
  const { root } = machine;
  // Mermaid separates regions only inside a composite state, so a parallel root needs a box.
  const body = root.type === "parallel" ? box(root) : contents(root);
  return ["stateDiagram-v2", ...indent(body), ""].join("\n");
}

function box(node: Node): string[] {
  const head = `state ${quoted(words(node.key))} as ${idOf(node)}`;
  return isLeaf(node) ? [head, ...inner(node)] : [`${head} {`, ...indent(contents(node)), "}"];
}

function contents(node: Node): string[] {
  const children = Object.values(node.states);
  if (node.type === "parallel") {
    return children.flatMap((child, index) => (index === 0 ? box(child) : ["--", ...box(child)]));
  }
  const begin = node.initial.target[0];
  return [
    ...children.flatMap(box),
    ...(begin === undefined ? [] : [`[*] --> ${idOf(begin)}`]),
    ...children.flatMap(arrows),
  ];
}

/** What leads from a dialogue's end back to a question. */
export const CHANGED = "an answer is changed afterwards";

/** The transitions that lead to another state. Those with the same way share one arrow. */
function arrows(node: Node): string[] {
  const lines = effective(node).flatMap((edge) =>
    targetsOf(edge)
      .filter((target) => target !== node)
      .map((target) => ({ way: `${idOf(node)} --> ${idOf(target)}`, edge })),
  );
  const end = node.type === "final" ? [`${idOf(node)} --> [*]`] : [];
  // A dialogue's end may lead back, though its machine does not know that.
  const { reopens } = (node.meta ?? {}) as { reopens?: string };
  const to = reopens === undefined ? undefined : node.parent?.states[reopens];
  const back = to === undefined ? [] : [`${idOf(node)} --> ${idOf(to)} : ${CHANGED}`];
  return [...merged(lines), ...end, ...back];
}

function inner(node: Node): string[] {
  const stays = effective(node).filter((edge) => targetsOf(edge).every((one) => one === node));
  return merged(stays.map((edge) => ({ way: idOf(node), edge })));
}

/** Events with the same guard, action and target share one line, such as `followed` and `spoke`. */
function merged(lines: readonly { readonly way: string; readonly edge: Edge }[]): string[] {
  const events = new Map<string, { way: string; tail: string; events: string[] }>();
  for (const { way, edge } of lines) {
    const tail = [guardText(edge.guard), actionText(edge.actions)].join("");
    const group = events.get(`${way}\n${tail}`) ?? { way, tail, events: [] };
    const event = eventText(edge.eventType);
    if (!group.events.includes(event)) group.events.push(event);
    events.set(`${way}\n${tail}`, group);
  }
  return [...events.values()].map(({ way, tail, events: names }) => {
    return `${way} : ${plain(`${names.filter(Boolean).join(" or ")}${tail}`.trim())}`;
  });
}

/**
 * The edges drawn at a state: its own transitions, and those of the composites around it that end inside of them.
 * Mermaid cannot draw an arrow from a box into itself, so each state inside gets its own arrow.
 */
export function effective(node: Node): Edge[] {
  return available(node).filter((edge) => isLeaf(node) || !endsInside(edge, node));
}

function available(node: Node): Edge[] {
  const own = ownEdges(node);
  // In a final state of its root a machine is done and takes nothing.
  if (node.parent === undefined || (node.type === "final" && node.path.length === 1)) return own;
  // A transition without a guard always takes its event, so the composite never gets that event.
  const taken = new Set(own.filter(({ guard }) => guard === undefined).map((one) => one.eventType));
  const around = node.parent.type === "parallel" ? node : node.parent;
  const inherited = available(node.parent).filter((edge) => endsInside(edge, around));
  return [...own, ...inherited.filter(({ eventType }) => !taken.has(eventType))];
}

export function isLeaf(node: Node): boolean {
  return Object.keys(node.states).length === 0;
}

function endsInside(edge: Edge, node: Node): boolean {
  return targetsOf(edge).every((target) => target.id.startsWith(`${node.id}.`));
}

function ownEdges(node: Node): Edge[] {
  return [...node.transitions.values(), node.always ?? []].flat();
}

export function targetsOf(edge: Edge): readonly Node[] {
  return (edge.target ?? []) as readonly Node[];
}

/** What xstate calls `xstate.after.7200000.m.s`, `xstate.done.actor.book` … in words. */
export function eventText(type: string): string {
  const [, kind, what, rest] = /^xstate\.(after|done|error)\.(?:actor\.|state\.)?([^.]+)(.*)$/.exec(
    type,
  ) ?? [undefined, undefined, undefined, undefined];
  if (kind === undefined || what === undefined) return type === "*" ? "anything else" : type;
  if (kind === "after") return `after ${duration(what)}`;
  return `${kind === "done" ? "done" : "failed"} ${what}${rest}`;
}

function duration(delay: string): string {
  const ms = Number(delay);
  if (Number.isNaN(ms)) return words(delay);
  const units = [
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ] as const;
  const [size, unit] = units.find(([one]) => ms > 0 && ms % one === 0) ?? [1, "ms"];
  return `${ms / size} ${unit}`;
}

export function guardText(guard: unknown): string {
  return guard === undefined ? "" : ` [${guardName(guard)}]`;
}

function guardName(guard: unknown): string {
  if (typeof guard !== "function" || !("guards" in guard)) return nameOf(guard);
  const parts = (guard.guards as readonly unknown[]).map(guardName);
  return guard.name === "not" ? `not ${parts.join("")}` : parts.join(` ${guard.name} `);
}

function actionText(actions: readonly unknown[]): string {
  return actions.length === 0 ? "" : ` / ${actions.map(nameOf).join(", ")}`;
}

function nameOf(reference: unknown): string {
  if (typeof reference === "string") return words(reference);
  if (typeof reference === "function") return words(reference.name) || "…";
  const { type } = reference as { readonly type?: string };
  return words(type ?? "…");
}

/** `dropExpired` reads as `drop expired`. */
export function words(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, (_, before: string, capital: string) => {
    return `${before} ${capital.toLowerCase()}`;
  });
}

/** A colon or semicolon would end a label, a line break the line. */
function plain(label: string): string {
  return label.replace(/[:;\s]+/g, " ");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', "'")}"`;
}

/** A name that is unique in the drawing: the path from the root, in letters that mermaid takes for a name. */
export function idOf(node: Node): string {
  return (node.path.length === 0 ? [node.key] : node.path).join("_").replace(/\W/g, "_");
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
