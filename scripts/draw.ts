/**
 * Puts the drawing of the follower machine into `docs/lifecycle.md`, between its two marks.
 *
 *     node scripts/draw.ts           writes the page
 *     node scripts/draw.ts --check   fails when the page shows another machine than the code
 */
import { readFileSync, writeFileSync } from "node:fs";
import { draw } from "../src/machines/draw.ts";
import { followerMachine } from "../src/machines/follower.ts";

const PAGE = new URL("../docs/lifecycle.md", import.meta.url);
const BEGIN = "<!-- drawing: written by `node scripts/draw.ts` -->";
const END = "<!-- end of drawing -->";

/** The page as it is and as it should be. */
export function lifecyclePage(): { readonly is: string; readonly shouldBe: string } {
  const is = readFileSync(PAGE, "utf8");
  const [before, after] = [is.indexOf(BEGIN), is.indexOf(END)];
  if (before < 0 || after < before) {
    throw new Error(`docs/lifecycle.md needs the lines "${BEGIN}" and "${END}".`);
  }
  const drawing = `\n\n\`\`\`mermaid\n${draw(followerMachine)}\`\`\`\n\n`;
  return { is, shouldBe: is.slice(0, before + BEGIN.length) + drawing + is.slice(after) };
}

function main(check: boolean): void {
  const { is, shouldBe } = lifecyclePage();
  if (is === shouldBe) return;
  if (check) {
    console.error(
      "docs/lifecycle.md shows another machine than the code: run node scripts/draw.ts",
    );
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, shouldBe);
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.includes("--check"));
