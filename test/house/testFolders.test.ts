import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

test("the tests' own page says what each folder promises, and names no other", () => {
  const page = readFileSync(join(root, "test/README.md"), "utf8");
  const told = [...page.matchAll(/^\| `([a-z]+)\/` \| (.+) \|$/gm)].map(([, folder]) => folder);
  const there = readdirSync(join(root, "test"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(told).toEqual(there.sort());
});

test("one command passes the tests of a fresh machine, and the build runs that one", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(scripts.verify).toBe("npm run check && npm test");
  expect(readFileSync(join(root, ".ci/run"), "utf8")).toMatch(/^npm run verify$/m);
  for (const page of ["README.md", "README.zh-CN.md"]) {
    expect(readFileSync(join(root, page), "utf8"), page).toContain("npm ci && npm run verify");
  }
});
