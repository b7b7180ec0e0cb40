/**
 * Plants every fault of `faultList.ts`, and faults of the samples' own dialogues, into a copy of the project, one at a
 * time, and runs tests that were written of chats: `node test/testing/recordedFaults.ts`. Prints the tests that turn red.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeDialogueTest, writeTest } from "../../src/testing/index.ts";
import { FAULTS, type Fault, plant } from "../bots/dialogue/faultList.ts";
import { CHATS, type Did, OTHERS, playChat } from "./chats.ts";
import { SAMPLE_FAULTS } from "./sampleFaults.ts";

const root = join(import.meta.dirname, "../..");
const ENGINE = "test/testing/recordedBots.ts";
const BOOKED = ["你好", "堂食", "明天", "4", "王", "13800000000"] as const;

/** Chats with the dialogues that faults are planted in. */
const ENGINE_CHATS: readonly (readonly Did[])[] = [
  [...BOOKED, "不是4位，是7位", "是"],
  [...BOOKED, "返回", "返回", "帮助", { wait: "2h" }],
  ["你好", "堂食", "明天", "4", "取消", "是", "王"],
  [...BOOKED, "否"],
  ["你好", "包间", "明天", "13", "王", "13800000000", "是", "是", "否"],
  ["你好", "¿?", "¿?", "堂食", "明天", "很多", "很多", "很多", "继续", "很多", "很多"],
  ["你好", "包间", { wait: "90m" }, "明天", { wait: "90m" }, "4", { wait: "3h" }],
  ["你好", "堂食", "明天", "2", "王", "13800000000", "是"],
  ["点餐", "4", "取消", "是"],
  ["旅行", { do: "unfollow" }, { do: "follow" }, "你好", "北京"],
  ["你好", "堂食", "人工", "在吗", "堂食"],
];

/** Who goes away in the middle. */
const LEAVES: readonly Did[] = ["你好", "2", { wait: "3h" }, "你好"];
/** A bot that does not ask before it gives up. */
const MISSES: readonly Did[] = ["¿?", "¿?", "¿?", "¿?"];

/** Records the chats and writes every test that they can become. */
async function recorded() {
  const bots: readonly (readonly [string, readonly (readonly Did[])[]])[] = [
    [ENGINE, ENGINE_CHATS],
    ["samples/booking", [CHATS.booking ?? [], OTHERS.booking ?? [], LEAVES]],
    ["samples/support", [CHATS.support ?? [], OTHERS.support ?? [], MISSES]],
  ];
  const written: { bot: string; name: string; code: string }[] = [];
  for (const [bot, chats] of bots) {
    for (const [n, chat] of chats.entries()) {
      const path = join(root, bot);
      const { wechat } = await playChat(path, chat);
      const { events } = wechat.platform.timeline;
      const name = `${bot.replaceAll(/\W+/g, "-")}-${n}`;
      const code = writeTest(events, { bot: path });
      written.push({ bot, name: `${name}-wechat`, code });
      // What dialogues alone do not say is refused: then there is only the other form.
      const alone = await writeDialogueTest(events, { bot: path }).catch(() => undefined);
      if (alone !== undefined) written.push({ bot, name: `${name}-dialogue`, code: alone });
      await wechat.close();
    }
  }
  return written;
}

const run = promisify(execFile);
/** The tests of a bot end in a few seconds. */
const LONGEST_MS = 60_000;

type Recorded = Awaited<ReturnType<typeof recorded>>;

/** A copy of the project with the tests in it: their files, by the bot that they are of. */
function copyOf(
  folder: string,
  tests: Recorded,
): readonly { readonly bot: string; readonly file: string }[] {
  mkdirSync(join(folder, "test/testing"), { recursive: true });
  mkdirSync(join(folder, "test/bots/dialogue"), { recursive: true });
  for (const path of ["src", "samples", ENGINE, "test/bots/dialogue/booking.ts"]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  return tests.map(({ bot, name, code }) => {
    const file = join(folder, `${name}.test.mts`);
    writeFileSync(
      file,
      code
        .replaceAll(JSON.stringify(`${root}/`).slice(1, -1), `${folder}/`)
        .replace("botbuilder-adapter-wechat/testing", join(folder, "src/testing/index.ts"))
        .replace(/test\("/, `test("${name} · `),
    );
    return { bot, file };
  });
}

/** The tests that are red. */
async function redOf(files: readonly string[]): Promise<readonly string[]> {
  const args = [
    "--test",
    "--test-isolation=none",
    "--test-force-exit",
    "--test-reporter=tap",
    ...files,
  ];
  try {
    const { stdout } = await run(process.execPath, args, {
      ...{ cwd: root, maxBuffer: 2 ** 26, timeout: LONGEST_MS, killSignal: "SIGKILL" },
    });
    return redIn(stdout);
  } catch (error) {
    const { stdout = "", killed } = error as { stdout?: string; killed?: boolean };
    const red = redIn(stdout);
    // A bot that never stops talking is as red as one that stops too early.
    return red.length > 0 ? red : [killed ? "one-that-does-not-end" : "everything"];
  }
}

function redIn(tap: string): readonly string[] {
  return [...tap.matchAll(/^not ok \d+ - (\S+) ·/gm)].map(([, title = ""]) => title);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(root, ".faults-"));
  try {
    const tests = await recorded();
    // With words behind the command: only the faults that have them in their name.
    const wanted = process.argv[2] ?? "";
    const faults = [...FAULTS, ...SAMPLE_FAULTS].filter(([what]) => what.includes(wanted));
    const copies = ["a", "b"].map((name) => join(folder, name));
    // Each copy has one fault at a time.
    await Promise.all(copies.map((copy) => hold(copy, tests, faults)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Holds faults against the tests, until none is left. */
async function hold(folder: string, recordedTests: Recorded, faults: Fault[]): Promise<void> {
  const tests = copyOf(folder, recordedTests);
  const filesOf = (wanted: (bot: string) => boolean) =>
    tests.flatMap(({ bot, file }) => (wanted(bot) ? [file] : []));
  const red = await redOf(filesOf(() => true));
  if (red.length > 0) throw new Error(`Red without a fault: ${red.join(", ")}`);
  for (let fault = faults.shift(); fault !== undefined; fault = faults.shift()) {
    const [what, place] = fault;
    const takeOut = plant(folder, fault);
    const files = filesOf((bot) =>
      place.startsWith("samples/") ? place.startsWith(bot) : bot !== "samples/booking",
    );
    const told = await redOf(files);
    takeOut();
    process.stdout.write(`${told.length === 0 ? "green" : "red"}: ${what}: ${told.join(" ")}\n`);
  }
}

await main();
