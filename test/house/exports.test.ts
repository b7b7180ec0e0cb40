import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** What another file may want, is exported; what none wants, is its file's own affair and may change freely. */
const root = resolve(import.meta.dirname, "../..");
/** Whoever installs the package imports from these, or runs the last. */
const DOORS = ["src/index.ts", "src/agents/index.ts", "src/testing/index.ts", "src/cli.ts"];
const FOLDERS = ["src", "test", "bench", "scripts", "samples"];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
    (file) => `${folder}/${file}`,
  ),
).filter((file) => /\.(?:tsx?|[cm]?js)$/.test(file) && !file.includes("node_modules"));

/** `import { a, type b as c } from "./x.ts"` and `export { … } from`: the names and the file that has them. */
const LIST = /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*["'](\.[^"']+)["']/g;
/** All of a file: `import * as x`, `export *`, `import("…")`, also as a type, and mocks. */
const WHOLE = /(?:\*(?:\s+as\s+\w+)?\s+from|\bimport\(|\bmock\()\s*["'`](\.[^"'`]+)["'`]/g;
const EXPORT =
  /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:const|let|class|interface|type|function\*?|enum)\s+(\w+)/gm;

const wanted = new Map<string, Set<string>>();
const wantedWhole = new Set<string>();
for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  const at = (target: string) => relative(root, join(root, dirname(file), target));
  for (const [, names = "", target = ""] of text.matchAll(LIST)) {
    const of = wanted.get(at(target)) ?? new Set();
    wanted.set(at(target), of);
    for (const name of names.split(",")) {
      const [first] = name
        .replace(/^\s*type\s/, "")
        .trim()
        .split(/\s+as\s+/);
      if (first) of.add(first);
    }
  }
  for (const [, target = ""] of text.matchAll(WHOLE)) wantedWhole.add(at(target));
}

test("an export is wanted by another file, or by who installs the package", () => {
  expect(wanted.size).toBeGreaterThan(300);
  const exported = files
    .filter((file) => file.startsWith("src/") && !DOORS.includes(file) && !wantedWhole.has(file))
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(EXPORT)].map(([, name = ""]) => ({
        file,
        name,
      })),
    );
  expect(exported.length).toBeGreaterThan(1_000);
  const unwanted = exported.filter(({ file, name }) => !wanted.get(file)?.has(name));
  expect(unwanted.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
