import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { inChinese } from "../../src/commands/words/inChinese.ts";
import { stderrLogFor } from "../../src/log.ts";

const src = resolve(import.meta.dirname, "../../src");

/** What a person at a command line may be refused with, or told. */
const SPEAKS = [
  ...["cli.ts", "config.ts", "configAccounts.ts", "misspelt.ts", "loadBot.ts", "anyBot.ts"],
  ...["server.ts", "services.ts", "duration.ts", "nodeVersion.ts", "commands", "store"],
  ...["adapter/accounts/account.ts", "adapter/accounts/talkSettings.ts", "console/settings.ts"],
  ...["adapter/accounts/linking/componentSettings.ts", "console/serveConsole.ts", "client/signing"],
  ...["simulator/phone", "simulator/actions", "simulator/platform.ts", "simulator/pusher"],
  ...["web/pageServer.ts", "web/guards.ts", "testing/recording/writeTest.ts"],
  ...["testing/recording/dialogueTest.ts", "testing/dialogue/loadDialogues.ts"],
];
/** In two languages by themselves. */
const BILINGUAL =
  /commands\/(?:words|doctor|explain|demoAccount|init\.ts$)|commands\/doctor\.ts$|phone\/page\//;
/** Read by models, which choose a tool by its description; no person at a command line sees it. */
const FOR_PROGRAMS = /commands\/mcp\/(?:tools|ownWorld|pageWorld)\.ts$/;
/** No sentence to a person at a command line: why each. */
const OTHERS = [
  /^The reference names|^The conversation reference|^There are several accounts: name|^There is no account/, // To code.
  /^The tag has another length\./, // Inside of an answer that is refused.
];

const REMEDY = "write them into a table of src/commands/words";

const filesOf = (place: string): string[] =>
  statSync(join(src, place)).isFile()
    ? [place]
    : readdirSync(join(src, place), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(place, file));

/** Literals as they are written, without comments; what is added to another is one with it; `§` for what differs. */
function literalsOf(file: string): string[] {
  const code = readFileSync(join(src, file), "utf8")
    .replace(/^\s*\/\*\*[\s\S]*?\*\//gm, "")
    .replace(/^\s*\/\/.*$/gm, "");
  const literal =
    /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*`/g;
  const found: string[] = [];
  let end = -1;
  for (const match of code.matchAll(literal)) {
    const text = match[0].slice(1, -1).replace(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g, "§");
    const isAdded = /^\s*\+\s*$/.test(code.slice(end, match.index));
    if (isAdded && end >= 0) found.push((found.pop() ?? "") + text);
    else found.push(text);
    end = match.index + match[0].length;
  }
  return found.map((text) => text.replace(/\\n/g, "\n").replace(/\\(.)/g, "$1"));
}

/** A whole sentence for people: it begins as one and ends as one. */
const isSentence = (line: string) =>
  /^(?:[A-Z][a-z]|[A-Z]{2,}|§|--|"§?\w*"?|`\w)[^<>]* [a-z§].*[a-zA-Z0-9§)\]}"…`/-][.:!]\s*$/.test(
    line,
  ) && !/\p{Script=Han}/u.test(line);

const spokenIn = (file: string) =>
  literalsOf(file)
    .flatMap((text) => text.split("\n"))
    .map((line) => line.trim())
    .filter(isSentence);

const isChinese = (text: string) => /\p{Script=Han}/u.test(text) && !/\{\w+\}/.test(text);

describe("whose machine is Chinese reads Chinese", () => {
  const files = SPEAKS.flatMap(filesOf).filter(
    (file) => !BILINGUAL.test(file) && !FOR_PROGRAMS.test(file),
  );

  test("every sentence that a command may end with", () => {
    const sentences = [...new Set(files.flatMap(spokenIn))];
    expect(sentences.length).toBeGreaterThan(90);
    const missing = sentences
      .filter((line) => !OTHERS.some((other) => other.test(line)))
      .filter((line) => !isChinese(inChinese(line)));
    expect(missing, REMEDY).toEqual([]);
  });

  test("every message of the log, at a terminal; JSON keeps what programs look for", () => {
    const messages = filesOf(".").flatMap((file) => {
      const code = readFileSync(join(src, file), "utf8");
      const calls = [...code.matchAll(/\b[lL]og\.(?:warn|error)\(([\s\S]*?)\);/g)];
      return calls.flatMap(([, words = ""]) => {
        const last = /,\s*((?:["`](?:[^"`\\]|\\.)*["`]\s*\+?\s*)+),?\s*$/.exec(words)?.[1];
        if (last === undefined) return [];
        const text = [...last.matchAll(/["`]((?:[^"`\\]|\\.)*)["`]/g)].map(([, part]) => part);
        return [text.join("").replace(/\$\{[^}]*\}/g, "§")];
      });
    });
    expect(new Set(messages).size).toBeGreaterThan(45);
    const missing = messages.filter((message) => !isChinese(inChinese(message)));
    expect(missing, REMEDY).toEqual([]);
    const lines: string[] = [];
    const output = { write: (line: string) => lines.push(line) };
    for (const logFormat of ["text", "json"] as const) {
      const log = stderrLogFor({ logFormat, inWords: inChinese }, output, () => new Date(0));
      log.warn({ appId: "wx1" }, "the bot threw");
    }
    expect(lines[0]).toContain("warn  机器人抛出了错误  appId=wx1");
    expect(lines[1]).toContain('"message":"the bot threw"');
  });

  test("a sentence within a sentence, the surest of two, and what we do not have", () => {
    expect(inChinese('The store "redis:" names no server: write redis://host:6379.')).toBe(
      '存储 "redis:" 没有写服务器：请写成 redis://host:6379。',
    );
    expect(inChinese('line 3: "say" needs a text.\n  try 2: answered after 3 ms')).toBe(
      "第 3 行：“say”需要文字。\n  第 2 次请求：3 毫秒 后应答",
    );
    expect(inChinese("What nobody has said.")).toBe("What nobody has said.");
  });
});
