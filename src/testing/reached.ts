import { appendFileSync } from "node:fs";
import { hearMoves } from "../bots/watch/moves.ts";
import { edgesOfMove } from "./dialogue/edgesOfMove.ts";

/** Under this name the environment says where the edges that tests reach are written. */
const REACHED = "WECHAT_REACHED";

let begun = false;

/**
 * Writes every edge that a dialogue takes in this process to the file that `WECHAT_REACHED` names, a line each, once; nothing
 * where it names none. Processes of one run write to one file: `draw --reached` reads it.
 */
export function collectReached(environment: NodeJS.ProcessEnv = process.env): void {
  const file = environment[REACHED];
  if (begun || file === undefined || file === "") return;
  begun = true;
  const known = new Set<string>();
  hearMoves((move, frame) => {
    for (const edge of edgesOfMove(move, frame)) {
      if (known.has(edge)) continue;
      known.add(edge);
      appendFileSync(file, `${edge}\n`);
    }
  });
}
