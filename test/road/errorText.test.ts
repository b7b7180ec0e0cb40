import { expect, test, vi } from "vitest";
import { WeChatError } from "../../src/errors.ts";
import { errorFacts, stderrLog } from "../../src/log.ts";
import { testRoad } from "../helpers/road.ts";

const WORDS = "my secret is 778899";
/** Looks like the lines of a stack, as a follower may write them. */
const LIKE_PLACES = `${WORDS}\n    at home (${WORDS}:1:2)`;

class CannotRead extends Error {
  override name = "CannotRead";
  readonly code = "E_TALK";
}

const THROWN: Readonly<Record<string, (text: string) => unknown>> = {
  "an error": (text) => new Error(`cannot understand: ${text}`),
  "an error of its own class": (text) => new CannotRead(`cannot understand: ${text}`),
  "a cause": (text) => new Error("failed", { cause: new Error(text) }),
  "a string": (text) => `cannot understand: ${text}`,
  "an object": (text) => ({ text }),
  "a name": (text) => Object.assign(new Error("x"), { name: text, code: text }),
  "what JSON says": (text) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  },
};

test.each(Object.keys(THROWN))(
  "a bot throws %s with a follower's words: the log has none of them",
  async (how) => {
    for (const text of [WORDS, LIKE_PLACES]) {
      const road = await testRoad(async ({ activity }) => {
        throw THROWN[how]?.(activity.text);
      });
      expect((await road.says(text)).text).toContain("抱歉");
      const logged = road.log.lines.join("\n");
      expect(logged).toContain("the bot threw");
      expect(logged).not.toContain("secret");
      expect(logged).not.toContain("7788");
    }
  },
);

test("what the log keeps of it leads to the place", () => {
  const facts = errorFacts(
    new CannotRead(LIKE_PLACES, { cause: Object.assign(new Error(WORDS), { code: "ECONNRESET" }) }),
  );
  expect(facts).toMatchObject({ code: "E_TALK", causes: ["Error ECONNRESET"] });
  expect(facts.error).toMatch(/^CannotRead .*WECHAT_LOG_ERRORS=whole/);
  expect(facts.stack).toContain("errorText.test.ts");
  expect(facts.stack).not.toContain("home");
});

test("our own errors are told whole, without openids", () => {
  const openid = `o${"B".repeat(23)}WXYZ`;
  const { error, stack } = errorFacts(new WeChatError("x", `wechat/${openid}/ is taken: wait.`));
  expect(error).toBe("WeChatError: wechat/…WXYZ/ is taken: wait.");
  expect(stack).not.toContain(openid);
});

test("whoever develops a bot may see all of it", async () => {
  const lines: string[] = [];
  const write = (facts: object) => void lines.push(JSON.stringify(facts));
  const log = { info: write, warn: write, error: write, wholeErrors: true };
  const road = await testRoad(
    async ({ activity }) => {
      throw new Error(`cannot understand: ${activity.text}`);
    },
    { log },
  );
  await road.says(WORDS);
  expect(lines.join("\n")).toContain(`cannot understand: ${WORDS}`);
});

test("the default log takes no whole errors", () => {
  expect(stderrLog.wholeErrors).toBeUndefined();
  const seen = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    stderrLog.error(errorFacts(new Error(WORDS), stderrLog), "the bot threw");
    expect(String(seen.mock.calls[0]?.[0])).not.toContain("secret");
  } finally {
    seen.mockRestore();
  }
});
