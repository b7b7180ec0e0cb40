import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Answering, guardedServer } from "../../src/lastResort.ts";
import { listening } from "../helpers/servers.ts";

/** A server that answers like this, and what it logs. */
async function guarded(answer: Answering) {
  const logged: object[] = [];
  const note = (facts: object, message: string) => void logged.push({ ...facts, message });
  const log = { info() {}, warn: note, error: note, wholeErrors: true };
  const server = await listening(guardedServer({ name: "test", log }, answer));
  onTestFinished(() => server.close());
  return { url: server.url, logged };
}

const FAILED = {
  listener: "test",
  error: "Error: broken",
  message: "a request could not be answered",
};

test.each<readonly [string, Answering]>([
  [
    "throws",
    () => {
      throw new Error("broken");
    },
  ],
  ["rejects", async () => Promise.reject(new Error("broken"))],
  [
    "throws after it has set headers",
    (_request, response) => {
      response.statusCode = 200;
      response.setHeader("X-Half", "done");
      throw new Error("broken");
    },
  ],
])("who %s answers 500 without a cause, and the log has it", async (_name, answer) => {
  const { url, logged } = await guarded(answer);
  const given = await fetch(url);
  expect([given.status, given.headers.get("x-half")]).toEqual([500, null]);
  expect(await given.text()).toBe("Something went wrong here.\n");
  expect(logged).toEqual([expect.objectContaining(FAILED)]);
});

test("half an answer is cut, so that nobody takes it for a whole one", async () => {
  const { url, logged } = await guarded((_request, response) => {
    response.setHeader("Content-Length", 100);
    response.write("half");
    throw new Error("broken");
  });
  const text = fetch(url).then((given) => given.text());
  await expect(text).rejects.toThrow();
  expect(logged).toEqual([expect.objectContaining(FAILED)]);
});

test("writing after the end harms nobody", async () => {
  const { url } = await guarded((_request, response) => {
    response.end("all");
    response.write("more");
  });
  expect(await (await fetch(url)).text()).toBe("all");
  expect((await fetch(url)).status).toBe(200);
});

test("nobody relies on what `writeHead` gives back: libraries replace it in the whole process", () => {
  const root = resolve(import.meta.dirname, "../..");
  const files = globSync("{src,samples}/**/*.ts", { cwd: root });
  const chained = files.filter((file) =>
    /\bwriteHead\((?:[^()]|\([^()]*\))*\)\s*\./.test(readFileSync(join(root, file), "utf8")),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(chained).toEqual([]);
});
