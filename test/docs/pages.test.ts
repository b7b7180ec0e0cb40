import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
  "src/adapter/README.md",
];

test("no page points to a file that is not there", () => {
  const broken: string[] = [];
  let links = 0;
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)) {
      links += 1;
      if (!existsSync(join(root, dirname(page), target))) broken.push(`${page}: ${target}`);
    }
  }
  expect(links).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

test("files that the road's README names are there", () => {
  const text = readFileSync(join(root, "src/adapter/README.md"), "utf8").replace(/<!--.*?-->/g, "");
  const entries = readdirSync(join(root, "src/adapter"), { recursive: true, withFileTypes: true });
  const there = entries.filter((one) => one.name.endsWith(".ts")).map(({ name }) => name);
  const files = [...text.matchAll(/(?<![\w./])(?:[a-z]+\/)?([a-zA-Z]+\.ts)\b/g)].map(
    ([, file = ""]) => file,
  );
  expect(files.length).toBeGreaterThan(15);
  for (const file of files) expect(there, file).toContain(file);
  const rooms = readdirSync(join(root, "src/adapter"), { withFileTypes: true });
  for (const { name } of rooms.filter((one) => one.isDirectory()))
    expect(text, name).toMatch(new RegExp(`\\b${name}/`));
});

test("the answers to the six questions name lines that are there", () => {
  const folder = join(root, "src/adapter");
  const text = readFileSync(join(folder, "README.md"), "utf8");
  const rows = [...text.matchAll(/^\| `([\w./]+\.ts)` \| `([^`]+)` \|/gm)];
  expect(rows.length).toBeGreaterThan(25);
  const missing = rows.filter(([, file = "", line = ""]) => {
    return !readFileSync(join(folder, file), "utf8").includes(line);
  });
  expect(missing.map(([row]) => row)).toEqual([]);
  const questions = [...text.matchAll(/^\*\*(Where|When|What)[^*]+\?\*\*/gm)];
  expect(questions.length).toBe(6);
});

test("every setting of the server is documented, and no other", () => {
  const code = readFileSync(join(root, "src/config.ts"), "utf8");
  const page = readFileSync(join(root, "docs/settings.md"), "utf8");
  const inCode = new Set(code.match(/\b(?:PORT|WECHAT_[A-Z_]+)\b/g));
  const documented = [...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  expect(documented.length).toBeGreaterThan(10);
  expect([...documented].sort()).toEqual([...inCode].sort());
});
