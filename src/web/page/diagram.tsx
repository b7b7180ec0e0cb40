import dagre from "@dagrejs/dagre";
import { useId, useMemo } from "preact/hooks";

/** A machine as plain JSON: states, boxes around them, arrows between. */
interface DiagramShape {
  readonly name: string;
  readonly states: readonly {
    readonly id: string;
    readonly label: string;
    readonly parent?: string;
    readonly kind: "state" | "box" | "final";
    readonly initial?: true;
  }[];
  readonly ways: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

interface Placed {
  readonly id: string;
  readonly label: string;
  readonly kind: "state" | "box" | "final";
  readonly initial: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly path: string;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly Placed[];
  readonly arrows: readonly Arrow[];
}

const STATE_HEIGHT = 34;
const GAP = 22;
const BOX_TOP = 30;
const BOX_SIDE = 14;
const LONG = 7;
/** Arrows swing out beside the states. */
const MARGIN = 14;

/**
 * Draws a machine with its active states lit. Boxes at the top stand below each other, each laid out for
 * itself: regions of a machine do not point at each other.
 */
export function Diagram({
  shape,
  active,
  label,
  translate = (text) => text,
}: {
  readonly shape: DiagramShape;
  readonly active: readonly string[];
  /** What the drawing shows, for people who cannot see it. */
  readonly label: string;
  /** Names of states in the reader's language. Default: as they are. */
  readonly translate?: (name: string) => string;
}) {
  const layout = useMemo(() => layoutOf(shape), [shape]);
  const lit = new Set(active);
  // Its own: an arrowhead of another drawing, which is hidden, would be no arrowhead.
  const head = useId();
  return (
    <svg
      class="diagram"
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      width={layout.width}
      height={layout.height}
      role="img"
      aria-label={label}
    >
      <defs>
        <marker
          id={head}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
        >
          <path d="M0 0.8 L7.2 4 L0 7.2 z" class="diagram-head" />
        </marker>
      </defs>
      {layout.states
        .filter(({ kind }) => kind === "box")
        .map((box) => (
          <g key={box.id}>
            <rect class="diagram-box" {...rectOf(box)} rx={12} />
            <text class="diagram-box-label" x={box.x + BOX_SIDE} y={box.y + 19}>
              {translate(box.label)}
            </text>
          </g>
        ))}
      {layout.arrows.map(({ from, to, path, label: text }) => (
        <path key={`${from} ${to}`} class="diagram-arrow" d={path} marker-end={`url(#${head})`}>
          <title>{text}</title>
        </path>
      ))}
      {layout.states
        .filter(({ kind }) => kind !== "box")
        .map((state) => (
          <g key={state.id} class={lit.has(state.id) ? "diagram-state lit" : "diagram-state"}>
            <rect {...rectOf(state)} rx={STATE_HEIGHT / 2} />
            {state.kind === "final" && (
              <rect {...rectOf(state, 3)} rx={STATE_HEIGHT / 2 - 3} class="diagram-final" />
            )}
            {state.initial && (
              <circle
                class="diagram-initial"
                cx={state.x + 13}
                cy={state.y + STATE_HEIGHT / 2}
                r={3}
              />
            )}
            <text x={state.x + state.width / 2} y={state.y + STATE_HEIGHT / 2}>
              {translate(state.label)}
            </text>
          </g>
        ))}
    </svg>
  );
}

function rectOf({ x, y, width, height }: Placed, inset = 0) {
  return { x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset };
}

function layoutOf(shape: DiagramShape): Layout {
  const tops = shape.states.filter(({ parent }) => parent === undefined);
  const boxes = tops.filter(({ kind }) => kind === "box");
  // A machine without regions is one drawing; with them, each is a drawing of its own.
  const parts = boxes.length > 1 ? boxes.map(({ id }) => partOf(shape, id)) : [shape];
  const layouts = parts.map(layoutPart);
  const width = Math.max(...layouts.map((one) => one.width));
  const states: Placed[] = [];
  const arrows: Arrow[] = [];
  let y = 0;
  for (const part of layouts) {
    // Parts are equally wide, so that they read as regions of one thing.
    const dx = (width - part.width) / 2;
    for (const state of part.states) {
      const isTop = state.kind === "box" && tops.some(({ id }) => id === state.id);
      states.push({
        ...state,
        x: isTop ? 0.5 : state.x + dx,
        y: state.y + y,
        width: isTop ? width - 1 : state.width,
      });
    }
    for (const arrow of part.arrows) arrows.push({ ...arrow, path: moved(arrow.path, dx, y) });
    y += part.height + GAP / 2;
  }
  return { width, height: Math.max(0, y - GAP / 2), states, arrows };
}

function partOf({ name, states, ways }: DiagramShape, top: string): DiagramShape {
  const inside = new Set([top]);
  for (const { id, parent } of states) {
    if (parent !== undefined && inside.has(parent)) inside.add(id);
  }
  return {
    name,
    states: states.filter(({ id }) => inside.has(id)),
    ways: ways.filter(({ from, to }) => inside.has(from) && inside.has(to)),
  };
}

function layoutPart({ states, ways }: DiagramShape): Layout {
  const graph = new dagre.graphlib.Graph({ compound: true, multigraph: true });
  // A long conversation goes down the page, a short lifecycle across it.
  const rankdir = states.length > LONG ? "TB" : "LR";
  graph.setGraph({ rankdir, nodesep: 14, ranksep: 34, marginx: MARGIN, marginy: 2 });
  for (const { id, label, kind } of states) {
    const width = Math.max(72, textWidth(label) + 36);
    graph.setNode(id, kind === "box" ? {} : { width, height: STATE_HEIGHT });
  }
  for (const { id, parent } of states) {
    if (parent !== undefined && graph.hasNode(parent)) graph.setParent(id, parent);
  }
  const boxed = new Set(states.filter(({ kind }) => kind === "box").map(({ id }) => id));
  // dagre cannot draw an arrow that begins or ends at a box: its own states have the same arrows.
  const drawn = ways.filter(({ from, to }) => !boxed.has(from) && !boxed.has(to) && from !== to);
  for (const [index, way] of drawn.entries()) graph.setEdge(way.from, way.to, {}, `${index}`);
  dagre.layout(graph);
  // dagre's own height forgets the ways that lead around all states.
  const ys = drawn.flatMap((way, index) => pointsOf(graph, way, index).map(({ y }) => y));
  const above = Math.max(0, -Math.min(0, ...ys));
  const placed = states.map(({ id, label, kind, initial = false }): Placed => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as Partial<Placed>;
    const top = kind === "box" ? BOX_TOP - BOX_SIDE : 0;
    return {
      ...{ id, label, kind, initial, width },
      x: x - width / 2,
      y: y - height / 2 + above + (kind === "box" ? 0 : BOX_TOP - BOX_SIDE),
      height: height + top,
    };
  });
  const arrows = drawn.map(
    (way, index): Arrow => ({
      ...way,
      path: curve(pointsOf(graph, way, index), above + BOX_TOP - BOX_SIDE),
    }),
  );
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const below = Math.max(height, ...ys);
  return { width, height: above + below + BOX_TOP - BOX_SIDE, states: placed, arrows };
}

function pointsOf(
  graph: InstanceType<typeof dagre.graphlib.Graph>,
  { from, to }: { readonly from: string; readonly to: string },
  index: number,
): Points {
  const edge = graph.edge({ v: from, w: to, name: `${index}` }) as { points?: Points };
  return edge.points ?? [];
}

/** Capitals and Chinese are wider. */
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 13 : 7.2;
  return width;
}

type Points = readonly { readonly x: number; readonly y: number }[];

/** A smooth way through the points. */
function curve(points: Points, dy: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const at = ({ x, y }: Points[number]) => `${round(x)},${round(y + dy)}`;
  let path = `M${at(first)}`;
  rest.forEach((point, index) => {
    const after = rest[index + 1];
    if (after === undefined) path += ` L${at(point)}`;
    else path += ` Q${at(point)} ${at({ x: (point.x + after.x) / 2, y: (point.y + after.y) / 2 })}`;
  });
  return path;
}

function moved(path: string, dx: number, dy: number): string {
  return path.replace(/(-?[\d.]+),(-?[\d.]+)/g, (_pair, x: string, y: string) => {
    return `${round(Number(x) + dx)},${round(Number(y) + dy)}`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
