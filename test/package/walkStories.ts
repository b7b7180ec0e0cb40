import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../src/web/freePort.ts";

/** A guide by language: where it begins in README, and what its reader is promised. */
const GUIDES = [
  {
    language: "English",
    locale: "C.UTF-8",
    suffix: "",
    begins: "## Use it",
    alone: /Listening on http:\S+ \(wx0123456789abcdef\)/,
    verified: "The address is verified, as WeChat does when it is saved.",
    met: "✓ as expected",
  },
  {
    language: "Chinese",
    locale: "zh_CN.UTF-8",
    suffix: ".zh-CN",
    begins: "## 使用",
    alone: /正在监听 http:\S+（wx0123456789abcdef）/,
    verified: "地址已通过校验，与微信保存时的校验相同。",
    met: "✓ 符合预期",
  },
] as const;

/** From an empty folder to a verified callback, by the commands of the pages and no other. */
export function describeWalk(project: () => string): void {
  describe.each(GUIDES)("the guide, walked in $language", (guide) => {
    const docs = (page: string) =>
      readFileSync(join(project(), "node_modules/botbuilder-adapter-wechat", page), "utf8");

    test("from an empty folder to an address that is verified, and answers", async () => {
      const walker = await walks(project(), guide.locale);
      const readme = docs(`README${guide.suffix}.md`);
      const [begin = ""] = blocksOf(readme.slice(readme.indexOf(guide.begins)), "sh");
      expect(begin).toContain("npx botbuilder-adapter-wechat init my-bot");
      walker.run(begin);
      // The project's own page.
      const own = readFileSync(join(walker.folder, "README.md"), "utf8");
      const [commands = ""] = blocksOf(own, "sh");
      expect(commandsOf(commands)).toEqual(["npm start", "npm test", "npm run doctor"]);
      const phone = await walker.starts("npm start", /http:\/\/127\.0\.0\.1:\d+/);
      expect(walker.run("npm test").output).toMatch(/pass 2\b/);
      // No account is set yet, and it says so.
      expect(walker.run("npm run doctor", 1).output).toContain(`going-live${guide.suffix}.md`);
      await phone.stop();
      // The guide.
      const page = `docs/going-live${guide.suffix}.md`;
      expect(own).toContain(`node_modules/botbuilder-adapter-wechat/${page}`);
      const goingLive = docs(page);
      const [env = ""] = marked(goingLive, "walk: .env");
      writeFileSync(join(walker.folder, ".env"), env);
      const [rehearsal = "", look = ""] = marked(goingLive, "walk");
      const [start = "", story = ""] = commandsOf(rehearsal);
      const bot = await walker.starts(start, guide.alone);
      const { output } = walker.run(story);
      for (const promise of [guide.verified, guide.met]) {
        expect(goingLive).toContain(promise);
        expect(output).toContain(promise);
      }
      // As it says: again, and what looks finds nothing to mend.
      expect(walker.run(story).output).toContain(guide.verified);
      expect(walker.run(look).output).not.toMatch(/^ ✗/m);
      await bot.stop();
    }, 180_000);
  });
}

function blocksOf(page: string, language: string): string[] {
  const blocks = page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"));
  return [...blocks].map(([, text = ""]) => text);
}

/** The blocks behind a mark of the page. */
function marked(page: string, mark: string): string[] {
  return page
    .split(`<!-- ${mark} -->`)
    .slice(1)
    .map((after) => /^\s+```\w+\n([\s\S]*?)```/.exec(after)?.[1] ?? "");
}

/** What is typed: a line is commands, `#` begins a remark. */
function commandsOf(block: string): string[] {
  return block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "")
    .flatMap((line) => line.split(" && "));
}

/** Somebody who types what he reads. What `npm install` would fetch is there already: the registry is no part of a test. */
async function walks(project: string, locale: string) {
  const [port, phonePort] = [await freePort(), await freePort()];
  const home = join(project, `walk-${locale}`);
  // A second try begins with an empty folder as well.
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  const bins = join(project, "node_modules/.bin");
  mkdirSync(bins, { recursive: true });
  const bin = join(bins, "botbuilder-adapter-wechat");
  if (!existsSync(bin)) symlinkSync("../botbuilder-adapter-wechat/bin/wechat.cjs", bin);
  const linkModules = (folder: string) => {
    const modules = join(folder, "node_modules");
    if (!existsSync(modules)) symlinkSync(join(project, "node_modules"), modules);
  };
  linkModules(home);
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    LC_ALL: locale,
    PORT: String(port),
    PHONE_PORT: String(phonePort),
    npm_config_offline: "true",
    npm_config_update_notifier: "false",
  };
  let folder = home;
  function run(block: string, code = 0) {
    let output = "";
    for (const command of commandsOf(block)) {
      if (command === "npm install") linkModules(folder);
      else if (command.startsWith("cd ")) folder = join(folder, command.slice("cd ".length));
      else {
        const done = spawnSync(command, { cwd: folder, env, shell: true, encoding: "utf8" });
        output += done.stdout + done.stderr;
        expect(done.status, `${command}\n${output}`).toBe(code);
      }
    }
    return { output };
  }
  async function starts(command: string, says: RegExp) {
    const child: ChildProcess = spawn(command, { cwd: folder, env, shell: true, detached: true });
    let heard = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text) => {
        heard += text;
      });
    }
    const exited = new Promise<void>((done) => child.once("exit", () => done()));
    const signal = (name: NodeJS.Signals) => {
      try {
        process.kill(-(child.pid ?? 0), name);
      } catch {
        // It has ended by itself.
      }
    };
    onTestFinished(() => signal("SIGKILL"));
    await expect.poll(() => heard, { timeout: 60_000 }).toMatch(says);
    return {
      stop() {
        signal("SIGTERM");
        return exited;
      },
    };
  }
  return {
    run,
    starts,
    get folder() {
      return folder;
    },
  };
}
