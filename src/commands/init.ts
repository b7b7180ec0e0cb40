import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SettingsError } from "../errors.ts";
import { machineLanguage } from "./words/machineLanguage.ts";

/** Where the lines go: a terminal, a pipe, or a test. */
interface InitOutput {
  write(text: string): unknown;
}

/** The root of this package: of a clone, or of what was installed. */
const PACKAGE = join(import.meta.dirname, "..", "..");
const TEMPLATES = join(PACKAGE, "templates");

/** Names that a package cannot carry, or that stand in a folder of their own. */
const PLACES: Readonly<Record<string, string>> = {
  gitignore: ".gitignore",
  dockerignore: ".dockerignore",
  "env.example": ".env.example",
  "workflows/test.yml": ".github/workflows/test.yml",
};

interface Kind {
  readonly javaScript: boolean;
  readonly agent: boolean;
}

/**
 * `init FOLDER [--javascript] [--agent] [--package SPEC]`: writes a bot of one's own with its test and what deploys it.
 * Gives the exit code. Throws `SettingsError` where the folder holds something, or where nothing can be installed from
 * there.
 */
export function init(args: readonly string[], output: InitOutput, cwd: string): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      javascript: { type: "boolean" },
      agent: { type: "boolean" },
      package: { type: "string" },
    },
  });
  const [name] = positionals;
  if (name === undefined) {
    throw new SettingsError(["init needs a folder: botbuilder-adapter-wechat init my-bot"]);
  }
  const folder = resolve(cwd, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SettingsError([`${folder} is not empty: name another folder. Nothing was written.`]);
  }
  const kind = { javaScript: values.javascript === true, agent: values.agent === true };
  const { spec, tarball } = dependency(values.package, cwd);
  for (const [place, text] of Object.entries(filesOf(kind, machineLanguage()))) {
    write(join(folder, place), text);
  }
  write(join(folder, "package.json"), manifest(basename(folder), kind, spec));
  if (tarball !== undefined) copyFileSync(tarball, join(folder, basename(tarball)));
  output.write(done(relative(cwd, folder) || "."));
  return 0;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Every file but the manifest, by its place. */
function filesOf(kind: Kind, language: "en" | "zh"): Readonly<Record<string, string>> {
  const own = join(TEMPLATES, kind.agent ? "agent" : "bot-framework");
  const read = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => /\.\w+$|^gitignore$|^dockerignore$|Dockerfile$/.test(file))
      .map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
  const files: Record<string, string> = {};
  for (const [file, text] of [...read(join(TEMPLATES, "project")), ...read(own)]) {
    if (kind.javaScript && file === "tsconfig.json") continue;
    // A reader gets the page in his language, under the name that everybody opens.
    if (file === (language === "zh" ? "README.md" : "README.zh-CN.md")) continue;
    const place = PLACES[file] ?? file.replace("README.zh-CN.md", "README.md");
    files[kind.javaScript ? inJavaScript(place) : place] = kind.javaScript
      ? inJavaScript(text)
      : text;
  }
  return files;
}

/** The templates have no types of their own: the language is a matter of names. */
function inJavaScript(text: string): string {
  return text.replace(/\bbot(\.test)?\.ts\b/g, "bot$1.js");
}

function manifest(name: string, { javaScript, agent }: Kind, spec: string): string {
  const sdk = agent
    ? { "@microsoft/agents-activity": "^1.8.0", "@microsoft/agents-hosting": "^1.8.0" }
    : {};
  const bot = javaScript ? "bot.js" : "bot.ts";
  const command = "botbuilder-adapter-wechat";
  const value = {
    // What npm takes for a name.
    name:
      name
        .toLowerCase()
        .replace(/[^a-z0-9._-]+/g, "-")
        .replace(/^[._-]+/, "") || "wechat-bot",
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=22.19" },
    scripts: {
      start: `${command} start ${bot}`,
      dev: `${command} start ${bot} --watch`,
      test: "node --test",
      ...(!javaScript && { check: "tsc" }),
      story: `${command} simulate --script story.txt`,
      doctor: `${command} doctor`,
    },
    dependencies: {
      ...sdk,
      botbuilder: "^4.23.3",
      "botbuilder-adapter-wechat": spec,
      redis: "^6.3.0",
    },
    ...(!javaScript && { devDependencies: { "@types/node": "^24.0.0", typescript: "^5.9.0" } }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

interface Dependency {
  /** What stands in the new package.json. */
  readonly spec: string;
  /** A file that is copied into the new folder, so that an image can be built from there. */
  readonly tarball?: string;
}

/**
 * Where npm finds this package: what was named, the version that was installed, or in a clone the file that `npm pack`
 * makes. Throws `SettingsError` in a clone without that file.
 */
function dependency(named: string | undefined, cwd: string): Dependency {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const isClone = existsSync(join(PACKAGE, "src"));
  const packed = join(PACKAGE, `botbuilder-adapter-wechat-${version}.tgz`);
  if (named === undefined && isClone && !existsSync(packed)) {
    throw new SettingsError([
      `This is a clone, which npm cannot install as it is. Run "npm pack" in ${PACKAGE} first, then this again.`,
    ]);
  }
  const tarball = named === undefined ? (isClone ? packed : undefined) : resolve(cwd, named);
  if (tarball === undefined) return { spec: `^${version}` };
  if (!/\.tgz$/.test(tarball)) return { spec: named ?? "" };
  if (!existsSync(tarball)) throw new SettingsError([`${tarball} is not there.`]);
  return { spec: `file:${basename(tarball)}`, tarball };
}

function done(folder: string): string {
  return machineLanguage() === "zh"
    ? `已创建 ${folder}。接下来：\n\n  cd ${folder}\n  npm install\n  npm test     # 两个测试通过\n  npm start    # 浏览器里的手机，背后是您的机器人\n`
    : `${folder} is there. Go on:\n\n  cd ${folder}\n  npm install\n  npm test     # two tests pass\n  npm start    # a telephone in the browser, with your bot behind it\n`;
}
