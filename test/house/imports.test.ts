import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/**
 * Who may import whom. A room is a folder of `src`; `store` is its contract, `drivers` are the stores
 * behind it. Every room may import the files of `EVERYONE`, and types of any room's contract.
 */
const EVERYONE = [
  "aiLabel.ts",
  "errors.ts",
  "clock.ts",
  "log.ts",
  "duration.ts",
  "lastResort.ts",
  "nodeVersion.ts",
  "realTimers.ts",
];
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  language: [],
  machines: ["protocol/limits.ts", "protocol/grants.ts", "language"],
  store: ["protocol/grants.ts", "protocol/limits.ts"],
  client: [
    "language/languageFor.ts",
    "language/platformPaths.ts",
    "protocol/limits.ts",
    "protocol/text.ts",
    "protocol/reply.ts",
    "store/botState.ts",
    "store/store.ts",
    "store/tokens.ts",
  ],
  adapter: [
    "protocol",
    "language",
    "machines",
    "client",
    "store/store.ts",
    "store/tokens.ts",
    "store/botState.ts",
    "store/aside.ts",
    "store/consents.ts",
    "store/gather.ts",
    "store/releases.ts",
    "store/timerKey.ts",
    "store/turnScope.ts",
    "store/openChoices.ts",
    "store/plainJson.ts",
    "store/transcript.ts",
    "store/memory.ts",
  ],
  agents: ["adapter", "client", "store/store.ts", "store/transcript.ts", "store/turnScope.ts"],
  bots: [
    "machines",
    "language",
    "store/consents.ts",
    "store/turnScope.ts",
    "store/openChoices.ts",
    "store/plainJson.ts",
  ],
  desk: ["protocol/grants.ts", "store/turnScope.ts"],
  metrics: ["adapter/watch/observe.ts", "client/call.ts", "protocol/grants.ts", "web/guards.ts"],
  console: [
    "client",
    "machines",
    "language",
    "adapter",
    "store/store.ts",
    "store/botState.ts",
    "web",
  ],
  simulator: ["protocol", "web"],
  web: ["language/languageFor.ts"],
};
/** The rooms of the adapter in the order of the road, `accounts` last: whom all others know. */
const ADAPTER = [
  "jobs",
  "receive",
  "shell",
  "translate",
  "turn",
  "send",
  "watch",
  "plan",
  "exchange",
  "accounts",
];
/** The simulator is the other party: it keeps WeChat's numbers in its own words. */
const OURS_ALONE = ["limits.ts", "grants.ts", "openings.ts"].map((file) => `protocol/${file}`);
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  protocol: ["fast-xml-parser"],
  machines: ["xstate"],
  store: ["redis"],
  client: ["undici", "zod", "sharp"],
  adapter: ["botbuilder", "@opentelemetry/api", "markdown-it"],
  // Of Bot Framework only types: see the test below.
  agents: ["botbuilder", "@microsoft/agents-activity", "@microsoft/agents-hosting"],
  metrics: ["prom-client"],
  bots: ["botbuilder"],
  language: ["libphonenumber-js", "tyme4ts"],
  console: ["preact"],
  simulator: ["fast-xml-parser", "preact"],
  web: ["preact", "@dagrejs/dagre"],
};
/** Compiled for the browser: nothing there may reach for Node, and nothing of Node for them. */
const IN_THE_BROWSER = /^(?:web|console|simulator\/phone)\/page\//;
/** Without anything of either: it is compiled for both. */
const FOR_BOTH = ["language/languageFor.ts"];
/** Inside the adapter only the shell needs the SDK's values; a second shell stays possible. */
const RUNTIME_BOTBUILDER = ["adapter/weChatAdapter.ts", "adapter/shell/weChatContext.ts"];

const source = resolve(import.meta.dirname, "../../src");
const IMPORT = /^(?:import|export)\s(type\s)?(?:[^;'"]*?\sfrom\s)?["']([^"']+)["']/gms;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const edges: readonly Edge[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(IMPORT)].map(([, type, target = ""]) => ({
      from: file,
      to: target.startsWith(".")
        ? relative(source, join(source, dirname(file), target))
        : (target.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? target),
      typeOnly: type !== undefined,
    })),
  );
const isLocal = ({ to }: Edge) => /\.(?:tsx?|css)$/.test(to);
const roomOf = (file: string) => file.split("/")[0] as string;

test("the house has rooms and doors", () => {
  expect(edges.length).toBeGreaterThan(50);
  expect(edges.some(({ from }) => roomOf(from) === "adapter")).toBe(true);
});

test("a room imports only what it may", () => {
  const wrong = edges.filter(isLocal).filter(({ from, to }) => {
    const allowed = ROOMS[roomOf(from)];
    if (allowed === undefined || roomOf(to) === roomOf(from) || EVERYONE.includes(to)) return false;
    return !allowed.some((door) => to === door || to.startsWith(`${door}/`));
  });
  expect(wrong).toEqual([]);
});

test("the simulator shares no number and no rule of WeChat with us", () => {
  const shared = edges.filter(
    ({ from, to }) => roomOf(from) === "simulator" && OURS_ALONE.includes(to),
  );
  expect(shared).toEqual([]);
});

test("a room uses only its own packages", () => {
  const wrong = edges.filter((edge) => {
    const allowed = PACKAGES[roomOf(edge.from)];
    if (allowed === undefined || isLocal(edge) || edge.to.startsWith("node:")) return false;
    return !allowed.includes(edge.to);
  });
  expect(wrong).toEqual([]);
});

test("the pages' own code and Node's keep apart", () => {
  const wrong = edges.filter(({ from, to, typeOnly }) => {
    const [page, ofPage] = [IN_THE_BROWSER.test(from), IN_THE_BROWSER.test(to)];
    if (page && to.startsWith("node:")) return true;
    if (FOR_BOTH.includes(to)) return false;
    return !typeOnly && (isLocal({ from, to, typeOnly }) ? page !== ofPage : false);
  });
  expect(wrong).toEqual([]);
  expect(edges.filter(({ from }) => FOR_BOTH.includes(from))).toEqual([]);
  const preact = edges.filter(({ to }) => to === "preact" || to.startsWith("@dagrejs"));
  expect(preact.filter(({ from }) => !IN_THE_BROWSER.test(from))).toEqual([]);
});

test("the words of WeChat's codes are read when somebody asks, not with the package", () => {
  const readers = edges.filter(
    ({ to, typeOnly }) => to.startsWith("client/diagnoses/table") && !typeOnly,
  );
  // The command that asks for all of them.
  expect(readers.map(({ from }) => from)).toEqual(["commands/explain.ts"]);
});

test("the package's start loads nothing that it does not need", () => {
  const loaded = new Set(["index.ts"]);
  for (const file of loaded) {
    for (const { from, to, typeOnly } of edges) if (from === file && !typeOnly) loaded.add(to);
  }
  expect(loaded.size).toBeGreaterThan(200);
  expect(loaded).toContain("adapter/channel.ts");
  const packages = [...loaded].filter((to) => !isLocal({ from: "", to, typeOnly: false }));
  expect(packages.filter((name) => !name.startsWith("node:")).sort()).toEqual([
    "botbuilder",
    "fast-xml-parser",
    "xstate",
  ]);
  // Read with the first call of WeChat's API, the first page, the first question for a code.
  const LATE = ["client/endpoints.ts", "client/diagnoses/table.ts", "console/serveConsole.ts"];
  expect(LATE.filter((file) => loaded.has(file))).toEqual([]);
  // Each of these takes 3 MB of tables: it is made when it is first used.
  const ofIntl = [...loaded].filter(
    (file) =>
      file.endsWith(".ts") &&
      /^(?:export )?const \w+ = new Intl\./m.test(readFileSync(join(source, file), "utf8")),
  );
  expect(ofIntl).toEqual([]);
});

test("only the shell needs botbuilder at run time", () => {
  const wrong = edges.filter(
    ({ from, to, typeOnly }) =>
      to === "botbuilder" &&
      !typeOnly &&
      roomOf(from) === "adapter" &&
      !RUNTIME_BOTBUILDER.includes(from),
  );
  expect(wrong).toEqual([]);
});

test("an agent's shell needs no botbuilder at run time", () => {
  const reached = new Set(["agents/index.ts"]);
  for (const file of reached) {
    for (const { from, to, typeOnly } of edges) if (from === file && !typeOnly) reached.add(to);
  }
  expect(reached).toContain("adapter/channel.ts");
  expect(reached).not.toContain("botbuilder");
});

test("the rooms of the adapter lie along the road: each imports only from rooms behind it", () => {
  // What all stations share is a contract of types at the top; everything else comes from further down the road.
  const shared = (to: string) => to === "adapter/road.ts";
  const place = (file: string) => ADAPTER.indexOf(file.split("/").at(1) as string);
  const inRooms = edges.filter(
    ({ from, to }) =>
      [from, to].every((file) => file.startsWith("adapter/")) && from.split("/").length > 2,
  );
  const rooms = new Set(inRooms.map(({ from }) => from.split("/").at(1)));
  expect([...rooms].sort()).toEqual([...ADAPTER].sort());
  const back = inRooms.filter(({ from, to, typeOnly }) => {
    if (shared(to)) return !typeOnly;
    return place(to) < place(from);
  });
  expect(back).toEqual([]);
});

test("no file imports itself by a detour, types included", () => {
  const next = new Map<string, string[]>();
  for (const edge of edges.filter(isLocal)) {
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  function walk(file: string, path: readonly string[]): void {
    if (path.includes(file)) return void cycles.push([...path, file].join(" → "));
    if (done.has(file)) return;
    for (const one of next.get(file) ?? []) walk(one, [...path, file]);
    done.add(file);
  }
  for (const file of next.keys()) walk(file, []);
  expect(cycles).toEqual([]);
});
