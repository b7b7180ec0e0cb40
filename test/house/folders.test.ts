import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** How big a room may be, so that a reader can hold it in his head. */
const MOST_FILES = 20;
/** A folder with more files than this says at its door what happens in it. */
const NEEDS_A_README = 10;
const MOST_README_LINES = 30;
/** How long a file may be, and the one in the middle. */
const MOST_LINES = 380;
const MOST_MEDIAN_LINES = 95;

const source = resolve(import.meta.dirname, "../../src");
const entries = readdirSync(source, { recursive: true, withFileTypes: true });
const inFolder = new Map<string, string[]>();
for (const entry of entries.filter((one) => one.isFile())) {
  const folder = relative(source, entry.parentPath);
  inFolder.set(folder, [...(inFolder.get(folder) ?? []), entry.name]);
}
/** Files that a reader has to tell apart: a folder's README is its plan, not one of them. */
const filesOf = (folder: string) =>
  (inFolder.get(folder) ?? []).filter((name) => name !== "README.md");
const folders = [...inFolder.keys()];
const big = folders.filter((folder) => folder !== "" && filesOf(folder).length > NEEDS_A_README);

test("no folder has more files than a reader can hold in his head", () => {
  expect(folders.length).toBeGreaterThan(40);
  const fat = folders.filter((folder) => filesOf(folder).length > MOST_FILES);
  expect(fat.map((folder) => `${folder}: ${filesOf(folder).length}`)).toEqual([]);
});

test("a big folder says in a few lines what happens in it", () => {
  expect(big.length).toBeGreaterThan(5);
  const silent = big.filter((folder) => {
    if (!inFolder.get(folder)?.includes("README.md")) return !isLuaOrTable(folder);
    return readme(folder).split("\n").length > MOST_README_LINES;
  });
  expect(silent).toEqual([]);
});

test("a folder's README names files that are there", () => {
  const all = new Set(entries.filter((one) => one.isFile()).map(({ name }) => name));
  const withReadme = folders.filter((folder) => inFolder.get(folder)?.includes("README.md"));
  const wrong = withReadme.flatMap((folder) =>
    [...readme(folder).matchAll(/`(?:[\w.]+\/)*(\w+\.tsx?)`/g)]
      .map(([, file = ""]) => file)
      .filter((file) => !all.has(file))
      .map((file) => `${folder}: ${file}`),
  );
  expect(wrong).toEqual([]);
});

test("a file can be read from top to bottom", () => {
  const lines = entries
    .filter((one) => one.isFile() && /\.tsx?$/.test(one.name))
    .map((one) => {
      const file = join(one.parentPath, one.name);
      return { file, count: readFileSync(file, "utf8").split("\n").length - 1 };
    });
  const long = lines.filter(({ count }) => count > MOST_LINES);
  expect(long.map(({ file, count }) => `${relative(source, file)}: ${count}`)).toEqual([]);
  // The suite of stores is test code that users get: a list of rules, read one by one.
  const code = lines.filter(({ file }) => !file.includes("/testing/store/"));
  const counts = code.map(({ count }) => count).sort((a, b) => a - b);
  expect(counts[counts.length >> 1]).toBeLessThanOrEqual(MOST_MEDIAN_LINES);
});

const readme = (folder: string) => readFileSync(join(source, folder, "README.md"), "utf8");

/** Scripts that only their driver reads, and tables of diagnoses: the folder above explains both. */
function isLuaOrTable(folder: string): boolean {
  return folder === "store/redis/lua" || folder.startsWith("client/diagnoses/");
}
