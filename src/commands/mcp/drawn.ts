import type { MachineView } from "../../simulator/phone/wire.ts";

/** A machine of which only its states and ways are known, as mermaid's `stateDiagram-v2`. */
export function drawn({ name, states, ways }: MachineView): string {
  const inside = (parent: string | undefined): string[] =>
    states
      .filter((state) => state.parent === parent)
      .flatMap(({ id, label, kind, initial }) => [
        ...(initial === true ? [`[*] --> ${id}`] : []),
        `state "${label.replaceAll('"', "'")}" as ${id}${kind === "box" ? " {" : ""}`,
        ...(kind === "box" ? [...inside(id).map((line) => `  ${line}`), "}"] : []),
        ...(kind === "final" ? [`${id} --> [*]`] : []),
      ]);
  const arrows = ways.map(({ from, to, label }) => {
    const words = label.replace(/[:;\s]+/g, " ").trim();
    return `${from} --> ${to}${words === "" ? "" : ` : ${words}`}`;
  });
  const lines = [...inside(undefined), ...arrows].map((line) => `  ${line}\n`);
  return `%% ${name}\nstateDiagram-v2\n${lines.join("")}`;
}
