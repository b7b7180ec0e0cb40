/**
 * Writes the parts of `docs/` that are made from the code, between their two marks.
 *
 *     node scripts/docs.ts           writes the pages
 *     node scripts/docs.ts --check   fails when a page says something else than the code
 */
import { readFileSync, writeFileSync } from "node:fs";
import { routes, slowRoutes } from "../src/adapter/plan/routes.ts";
import { accountLinkMachine } from "../src/machines/accountLink.ts";
import { draw } from "../src/machines/draw.ts";
import { followerMachine } from "../src/machines/follower.ts";
import { endpointTables } from "./endpointTable.ts";
import { errorTables } from "./errorCodes.ts";

interface Part {
  readonly page: string;
  /** Names the part's marks in the page. */
  readonly name: string;
  readonly text: () => string;
}

const PARTS: readonly Part[] = [
  {
    page: "docs/lifecycle.md",
    name: "drawing",
    text: () => `\`\`\`mermaid\n${draw(followerMachine)}\`\`\``,
  },
  {
    page: "docs/accounts.md",
    name: "link",
    text: () => `\`\`\`mermaid\n${draw(accountLinkMachine)}\`\`\``,
  },
  {
    page: "docs/routes.md",
    name: "routes",
    text: () => table(routes, ({ name }) => `\`${name}\``),
  },
  {
    page: "docs/routes.md",
    name: "slow turns",
    text: () => table(slowRoutes, ({ slow }) => `\`${slow}\``),
  },
  { page: "docs/api.md", name: "endpoints", text: endpointTables },
  { page: "docs/errors.md", name: "codes", text: errorTables },
  {
    page: "src/adapter/README.md",
    name: "success",
    text: () => successTable(),
  },
];

/** Where `success` is answered beside the routes that say so: file, what to look for in it, when. */
const ALSO_SUCCESS: readonly (readonly [file: string, line: string, when: string])[] = [
  [
    "receive/deliveries.ts",
    "awaitsReply",
    "nobody waits for a reply to the push: the push is stored, `success` goes out, the bot runs",
  ],
  [
    "receive/rateLimit.ts",
    "admits",
    "the follower writes more than `rateLimit` allows, and has had one notice; nothing is stored",
  ],
  [
    "receive/deliveries.ts",
    "store.release",
    "the turn is slow, runs in another process and has said nothing yet: its slot is given away",
  ],
  [
    "../store/line/turn.ts",
    "FINAL",
    "the turn of the push is over without an answer, failed too often, or was forgotten",
  ],
  [
    "receive/platformNotices.ts",
    '"success"',
    "the push is a notice to a third-party platform, and was taken",
  ],
];

/** The rows of `routes` that answer `success`, and the places beside them. */
function successTable(): string {
  const silent = routes.filter(({ way }) => way.includes("`success`"));
  const rows = [
    ...silent.map(({ name, situation }) => `| \`plan/routes.ts\` | \`${name}\` | ${situation} |`),
    ...ALSO_SUCCESS.map(([file, line, when]) => `| \`${file}\` | \`${line}\` | ${when} |`),
  ];
  return ["| file | look for | when |", "| --- | --- | --- |", ...rows].join("\n");
}

function table<Row extends { readonly situation: string; readonly way: string }>(
  rows: readonly Row[],
  name: (row: Row) => string,
): string {
  const lines = rows.map((row) => `| ${name(row)} | ${row.situation} | ${row.way} |`);
  return ["| route | situation | way |", "|---|---|---|", ...lines].join("\n");
}

/** Every page with made parts, as it is and as it should be. */
export function madePages(): readonly { page: string; is: string; shouldBe: string }[] {
  return [...new Set(PARTS.map(({ page }) => page))].map((page) => {
    const is = readFileSync(new URL(`../${page}`, import.meta.url), "utf8");
    const parts = PARTS.filter((part) => part.page === page);
    return { page, is, shouldBe: parts.reduce(withPart, is) };
  });
}

function withPart(text: string, part: Part): string {
  const begin = `<!-- ${part.name}: written by \`node scripts/docs.ts\` -->`;
  const end = `<!-- end of ${part.name} -->`;
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) {
    throw new Error(`${part.page} needs the lines "${begin}" and "${end}".`);
  }
  return `${text.slice(0, before + begin.length)}\n\n${part.text()}\n\n${text.slice(after)}`;
}

function main(check: boolean): void {
  for (const { page, is, shouldBe } of madePages()) {
    if (is === shouldBe) continue;
    if (check) {
      console.error(`${page} says something else than the code: run node scripts/docs.ts`);
      process.exitCode = 1;
    } else {
      writeFileSync(new URL(`../${page}`, import.meta.url), shouldBe);
    }
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.includes("--check"));
