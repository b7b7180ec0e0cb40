import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const ENDING = ".zh-CN.md";

/** Pages in Chinese that are not the English ones over again: they say of themselves what they are. */
const OF_THEIR_OWN = [
  "docs/prompts.zh-CN.md",
  "docs/moving-to-the-agents-sdk.zh-CN.md",
  "docs/talk.zh-CN.md",
];
/** WeChat's own page or a program's file: what stands there in a Chinese page is not translated. */
const folders = [
  "",
  "docs",
  ...readdirSync(join(root, "samples")).map((name) => `samples/${name}`),
];
const CHINESE = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ENDING))
    .map((name) => join(folder, name)),
);
const read = (page: string) => readFileSync(join(root, page), "utf8");
const englishOf = (page: string) => page.replace(ENDING, ".md");

/** What a translation cannot change: the order of headings, of tables with their rows, of lists and of code. */
function skeletonOf(text: string): string[] {
  const shape: string[] = [];
  let fence: string[] | undefined;
  const withoutComments = text.replace(/<!--[\s\S]*?-->\n*/g, "");
  for (const line of withoutComments.split("\n")) {
    if (/^\s*```/.test(line)) {
      if (fence === undefined) fence = [];
      else {
        shape.push(`code of ${fence.length} lines`);
        fence = undefined;
      }
    } else if (fence !== undefined) fence.push(line);
    else if (/^#{1,6} /.test(line)) shape.push(`heading ${line.indexOf(" ")}`);
    else if (/^\s*\|/.test(line)) shape.push(`row of ${line.split(/(?<!\\)\|/).length - 2}`);
    else if (/^\s*- /.test(line)) shape.push("point");
    else if (/^\s*\d+\. /.test(line)) shape.push("step");
    else if (/^\s*!?\[!?\[/.test(line) || /^!\[/.test(line)) shape.push("picture");
  }
  return shape;
}

/** Names in backticks: settings, options, codes. A new one on the English page is missed on its sister. */
function namesIn(text: string): Set<string> {
  const prose = text.replace(/```[\s\S]*?```/g, "").replace(/<!--[\s\S]*?-->/g, "");
  const names = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name = ""]) => name);
  return new Set(names.filter((name) => /^[\w.$-]+$/.test(name)));
}

test("there are sisters, and each page leads to the other in its first lines", () => {
  expect(CHINESE.length).toBeGreaterThan(8);
  const lost = CHINESE.filter((page) => {
    const english = englishOf(page);
    if (!existsSync(join(root, english))) return true;
    const begins = (one: string) => read(one).split("\n").slice(0, 12).join("\n");
    return (
      !begins(page).includes(`[English](${basename(english)})`) ||
      !begins(english).includes(`[中文](${basename(page)})`)
    );
  });
  expect(lost).toEqual([]);
});

test.each(CHINESE.filter((page) => !OF_THEIR_OWN.includes(page)))(
  "%s is no older than its sister: add there what the English page has got",
  (page) => {
    const english = read(englishOf(page));
    const chinese = read(page);
    expect(skeletonOf(chinese)).toEqual(skeletonOf(english));
    const missed = [...namesIn(english)].filter((name) => !chinese.includes(name));
    expect(missed).toEqual([]);
  },
);

test("a Chinese page leads to Chinese pages, where they are", () => {
  const wrong = CHINESE.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+\.md)(?:#[^)]*)?\)/g)]
      .map(([, target = ""]) => join(dirname(page), target))
      .filter((target) => !target.endsWith(ENDING) && target !== englishOf(page))
      .filter((target) => existsSync(join(root, target.replace(/\.md$/, ENDING))))
      .map((target) => `${page}: ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("an anchor of a Chinese page is a heading there", () => {
  const slug = (heading: string) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
  const wrong = CHINESE.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+\.md)#([^)]+)\)/g)].flatMap(
      ([, target = "", anchor = ""]) => {
        const headings = [...read(join(dirname(page), target)).matchAll(/^#+ (.+)$/gm)];
        const known = headings.map(([, heading = ""]) => slug(heading));
        return known.includes(anchor) ? [] : [`${page}: ${target}#${anchor}`];
      },
    ),
  );
  expect(wrong).toEqual([]);
});

/** Words of which we say another: one for each thing. */
const OTHER_WORDS = /帐号|帐户|粉丝|(?<!取消)关注者|登陆|用戶|缺省|适配程序/;

test("one word for each thing, on the pages and in what programs say: 账号, 用户, 登录", () => {
  const spoken = ["client", "console", "commands", "web", "bots", "adapter"].flatMap((room) =>
    readdirSync(join(root, "src", room), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join("src", room, file)),
  );
  expect(spoken.length).toBeGreaterThan(100);
  const wrong = [...CHINESE, ...spoken].filter((page) => OTHER_WORDS.test(read(page)));
  expect(wrong).toEqual([]);
});

test("the pages that a Chinese reader needs are there, and every sample's", () => {
  const pages =
    "first-ten-minutes going-live deploy dialogues prompts routes proactive settings accounts testing operations";
  const needed = `${pages} activities security desk talk your-server phone`.split(" ");
  const missing = [
    ...needed.map((name) => `docs/${name}${ENDING}`),
    ...readdirSync(join(root, "samples")).map((name) => `samples/${name}/README${ENDING}`),
    `README${ENDING}`,
  ].filter((page) => !existsSync(join(root, page)));
  expect(missing).toEqual([]);
});

test("the comparison can tell: a new row, heading or name on one side", () => {
  const page = "# A\n\n| a | b |\n|---|---|\n| `x` | y |\n\n- p\n";
  expect(skeletonOf(page)).toEqual(["heading 1", "row of 2", "row of 2", "row of 2", "point"]);
  expect(skeletonOf(`${page}- q\n`)).not.toEqual(skeletonOf(page));
  expect(skeletonOf(`${page}## B\n`)).not.toEqual(skeletonOf(page));
  expect([...namesIn(page)]).toEqual(["x"]);
});
