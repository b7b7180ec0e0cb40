import { useState } from "preact/hooks";

const WIDTHS = "wechat-phone.width.";
const STEP = 24;

/** How wide somebody made a pane, in pixels; undefined: as wide as it is by itself. Kept in his browser. */
export function useWidth(
  name: string,
): readonly [number | undefined, (width: number | undefined) => void] {
  const [width, setWidth] = useState(() => read(name));
  return [
    width,
    (chosen) => {
      setWidth(chosen);
      write(name, chosen);
    },
  ];
}

/** The line between two panes, which is drawn or moved with the arrows. Enter and a double click give the width back. */
export function Splitter({
  label,
  pane,
  side,
  least,
  most,
  onWidth,
}: {
  readonly label: string;
  /** A selector of the pane whose width it is. */
  readonly pane: string;
  /** On which side of the line the pane is. */
  readonly side: "start" | "end";
  readonly least: number;
  readonly most: number;
  readonly onWidth: (width: number | undefined) => void;
}) {
  const [now, setNow] = useState<number | undefined>();
  const widthNow = () =>
    Math.round(document.querySelector(pane)?.getBoundingClientRect().width ?? least);
  function become(width: number): void {
    const fitting = Math.round(Math.min(most, Math.max(least, width)));
    setNow(fitting);
    onWidth(fitting);
  }
  function drag(event: PointerEvent): void {
    const line = event.currentTarget as HTMLElement;
    const [from, before] = [event.clientX, widthNow()];
    const move = ({ clientX }: PointerEvent) =>
      become(before + (clientX - from) * (side === "start" ? 1 : -1));
    line.setPointerCapture(event.pointerId);
    line.addEventListener("pointermove", move);
    const end = () => line.removeEventListener("pointermove", move);
    line.addEventListener("pointerup", end, { once: true });
    line.addEventListener("pointercancel", end, { once: true });
    event.preventDefault();
  }
  function step(event: KeyboardEvent): void {
    const { key } = event;
    const wider = side === "start" ? "ArrowRight" : "ArrowLeft";
    const narrower = side === "start" ? "ArrowLeft" : "ArrowRight";
    if (key === wider) become(widthNow() + STEP);
    else if (key === narrower) become(widthNow() - STEP);
    else if (key === "Home") become(least);
    else if (key === "End") become(most);
    else if (key === "Enter") onWidth(undefined);
    else return;
    event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is no hr.
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={now ?? least}
      tabIndex={0}
      onFocus={() => setNow(Math.min(most, Math.max(least, widthNow())))}
      onPointerDown={drag}
      onDblClick={() => onWidth(undefined)}
      onKeyDown={step}
    />
  );
}

// Storage may be switched off.
function read(name: string): number | undefined {
  try {
    const width = Number(localStorage.getItem(WIDTHS + name));
    return width > 0 ? width : undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, width: number | undefined): void {
  try {
    if (width === undefined) localStorage.removeItem(WIDTHS + name);
    else localStorage.setItem(WIDTHS + name, String(width));
  } catch {}
}
