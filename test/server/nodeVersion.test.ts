import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { checkNode } from "../../src/nodeVersion.ts";

const root = resolve(import.meta.dirname, "../..");

test.each([
  [{ node: "20.20.2" }, "needs Node 22.19 or later, and this is 20.20.2"],
  [{ node: "22.18.0" }, "needs Node 22.19 or later, and this is 22.18.0"],
  [{ node: "22.19.0" }, undefined],
  [{ node: "24.0.0" }, undefined],
  [{ node: "26.10.0" }, undefined],
  [{ node: "20.0.0", bun: "1.4.5" }, undefined],
  [{ node: "20.0.0", deno: "2.9.6" }, undefined],
])("%j is %s", (versions, refusal) => {
  const check = () => checkNode(versions);
  if (refusal === undefined) check();
  else expect(check).toThrow(expect.objectContaining({ code: "node-version" }));
  if (refusal !== undefined) expect(check).toThrow(refusal);
});

test("the package and its command want the same, and every entry looks first", () => {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(engines.node).toBe(">=22.19");
  expect(readFileSync(join(root, "bin/wechat.cjs"), "utf8")).toContain("Node 22.19 or later");
  for (const entry of ["index.ts", "agents/index.ts", "testing/index.ts"]) {
    const [first] = /^(?:import|export) .*$/m.exec(
      readFileSync(join(root, "src", entry), "utf8"),
    ) as RegExpExecArray;
    expect(first, entry).toMatch(/^import ".*\/nodeVersion\.ts";$/);
  }
});
