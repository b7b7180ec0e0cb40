import type { StepCount } from "../bots/watch/funnel.ts";
import type { Graph } from "../machines/dialogue/checks/graph.ts";

const CHARACTER = 7.2;
const HEIGHT = 40;
const KINDS: Readonly<Record<string, string>> = {
  ask: "#e8f3ff",
  call: "#fff3d6",
  use: "#efe8ff",
  say: "#f4f4f4",
  end: "#e3f6e5",
};
const ANYWHERE = "anywhere";
const RED = "#b3261e";
/** Also told by its dashes: colours are not for everybody. */
const MISSED = `stroke="${RED}" stroke-width="1.6" stroke-dasharray="5 4"`;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A dialogue as a picture, laid out from top to bottom; with a funnel, its numbers stand in the steps; ways that are
 * `missed` are red and dashed.
 */
export async function svgOf(
  { id, nodes, edges }: Graph,
  funnel: Readonly<Record<string, StepCount>> = {},
  missed: ReadonlySet<string> = new Set(),
): Promise<string> {
  const { default: dagre } = await import("@dagrejs/dagre");
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ nodesep: 40, ranksep: 54, edgesep: 24, marginx: 20, marginy: 20 });
  const boxes = new Set(nodes.map((one) => one.id.split(".").slice(0, -1).join(".")));
  const leaves = nodes.filter((one) => !boxes.has(one.id));
  const numbers = (step: string) => {
    const { visits = 0, left = 0 } = funnel[step] ?? {};
    return visits === 0 ? "" : `${visits} came, ${visits - left} stayed`;
  };
  for (const { id: step } of leaves) {
    const width = Math.max(64, Math.max(wide(step), wide(numbers(step))) + 28);
    graph.setNode(step, { width, height: numbers(step) === "" ? HEIGHT : HEIGHT + 16 });
  }
  // What may happen at any step of a box begins at the box; the picture has one place for it.
  const first = (path: string) =>
    leaves.find((one) => one.id === path || one.id.startsWith(`${path}.`))?.id;
  const ways = edges.flatMap(({ id: name, from, to, label, event }) => {
    const target = to === undefined ? undefined : first(to);
    if (target === undefined || event === "resume") return [];
    return [{ name, from: from === "" ? ANYWHERE : (first(from) ?? from), target, label }];
  });
  if (ways.some(({ from }) => from === ANYWHERE))
    graph.setNode(ANYWHERE, { width: 90, height: 28 });
  for (const { name, from, target, label } of ways) {
    graph.setEdge(from, target, { width: wide(label), height: 16, labelpos: "c" }, name);
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const begin = leaves.find(({ initial }) => initial)?.id;
  const steps = leaves.map(({ id: step, kind, final }) =>
    box(step, graph.node(step), {
      fill: KINDS[kind] ?? "#fff",
      final,
      begins: step === begin,
      numbers: numbers(step),
    }),
  );
  const around = graph.hasNode(ANYWHERE)
    ? [
        box(ANYWHERE, graph.node(ANYWHERE), {
          fill: "none",
          final: false,
          begins: false,
          numbers: "",
        }),
      ]
    : [];
  const arrows = ways.map(({ name, from, target, label }) => {
    const { points, x = 0, y = 0 } = graph.edge({ v: from, w: target, name });
    return arrow(points, label, { x, y }, missed.has(name));
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escaped(`The dialogue ${id}`)}">`,
    `<defs>${head("head", "#667")}${missed.size > 0 ? head("missed", RED) : ""}</defs>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...arrows.map(({ line }) => line),
    ...around,
    ...steps,
    ...arrows.map(({ text }) => text),
    "</svg>",
    "",
  ].join("\n");
}

function head(id: string, fill: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8 L7.2 4 L0 7.2 z" fill="${fill}"/></marker>`;
}

interface Look {
  readonly fill: string;
  readonly final: boolean;
  readonly begins: boolean;
  readonly numbers: string;
}

function box(
  label: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  { fill, final, begins, numbers }: Look,
): string {
  const shape = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="${final ? height / 2 : 8}"`;
  const stroke = begins ? `stroke="#1a7f37" stroke-width="2.5"` : `stroke="#889"`;
  const middle = numbers === "" ? y + 4.5 : y - 3;
  const count =
    numbers === ""
      ? ""
      : `<text x="${round(x)}" y="${round(y + 14)}" text-anchor="middle" font-size="11" fill="#a33">${escaped(numbers)}</text>`;
  return `<rect ${shape} fill="${fill}" ${stroke}/><text x="${round(x)}" y="${round(middle)}" text-anchor="middle">${escaped(label)}</text>${count}`;
}

function arrow(points: readonly Point[], label: string, at: Point, isMissed: boolean) {
  const path = points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join(" ");
  const line = `<path d="${path}" fill="none" ${isMissed ? MISSED : `stroke="#667"`} stroke-linejoin="round" marker-end="url(#${isMissed ? "missed" : "head"})"/>`;
  if (label === "") return { line, text: "" };
  const text = `<text x="${round(at.x)}" y="${round(at.y + 4)}" text-anchor="middle" font-size="11" fill="${isMissed ? RED : "#334"}" stroke="#fff" stroke-width="4" paint-order="stroke">${escaped(label)}</text>`;
  return { line, text };
}

/** How wide words are, about: Chinese characters count double. */
function wide(text: string): number {
  return [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? 2 : 1), 0) * CHARACTER;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
}
