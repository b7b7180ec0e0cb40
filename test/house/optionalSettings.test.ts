import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const source = resolve(import.meta.dirname, "../../src");
/** What a bot's author writes options for; the inside of the road, the stores and the simulator is ours. */
const ROOMS = [
  "adapter/{*,accounts/**/*}.ts",
  "{agents,bots,console,testing}/**/*.ts",
  "store/{*,redis/redisStore,sqlite/sqliteStore}.ts",
];
const INTERFACE = /^export interface (\w*(?:Options|Settings)\b)[^{]*\{\n([\s\S]*?)^\}/gm;

/**
 * With TypeScript's `exactOptionalPropertyTypes` an option that does not name `undefined` cannot be given what the
 * environment perhaps does not have.
 */
test("every option that may be left out may be undefined", () => {
  const strict: string[] = [];
  let seen = 0;
  for (const file of globSync(ROOMS, { cwd: source })) {
    for (const [, name, body] of readFileSync(join(source, file), "utf8").matchAll(INTERFACE)) {
      for (const [line] of (body as string).matchAll(/^ {2}(?:readonly )?\w+\?: [\s\S]*?;$/gm)) {
        seen += 1;
        if (!/\| undefined;$/.test(line)) strict.push(`${file} ${name}: ${line.trim()}`);
      }
    }
  }
  expect(strict).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});
