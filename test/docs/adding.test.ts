import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/adding.md"), "utf8");
const sections = page.split(/^## /m).slice(1);

/** What no list needs to name: words for people about what is there, and prose. */
const BESIDE = /\.md$|\.css$|\.lua$|^src\/client\/diagnoses\/|^src\/language\/words\//;

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((file) => `src/${file.replaceAll("\\", "/")}`)
  .filter((file) => /\.\w+$/.test(file) && !BESIDE.test(file));

describe.each(sections.map((text) => [text.split("\n", 1)[0] as string, text] as const))(
  "How to add: %s",
  (_title, text) => {
    const [, marker = "", room = "src"] =
      text.match(/^Follow `([^`]+)`(?: in `([^`]+)`)?\.$/m) ?? [];
    const inTable = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file = ""]) => file);
    const named = [...text.matchAll(/`((?:src|test)\/[\w./]+\.tsx?)`/g)].map(([, f = ""]) => f);

    test("names files that are there", () => {
      expect(inTable.length).toBeGreaterThan(0);
      expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    });

    test("needs at most five files", () => {
      expect(inTable.length).toBeLessThanOrEqual(5);
    });

    test("names exactly the sources in which the example stands", () => {
      const word = new RegExp(`(?<![\\w-])${marker.replaceAll(".", "\\.")}(?![\\w-])`);
      const holding = sources
        .filter((file) => file.startsWith(`${room}/`))
        .filter((file) => {
          const code = readFileSync(join(root, file), "utf8").replace(
            /^\s*(?:\/?\*|\/\/).*$/gm,
            "",
          );
          return word.test(code);
        });
      expect(holding.filter((file) => !named.includes(file))).toEqual([]);
      expect(inTable.filter((file) => !holding.includes(file))).toEqual([]);
    });
  },
);
