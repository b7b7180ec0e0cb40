import { inspect } from "node:util";
import { expect, test } from "vitest";
import { redact } from "../../src/client/redact.ts";
import { type Move, memoryLog, refusal, scriptedClient, settled, TOKEN_PATH } from "./scripted.ts";

const TOKEN = "78_canaryTokenCanaryTokenCanaryTokenCanaryToken";
const SECRET = "canary0secret0canary0secret00000";
const TEXT = "canary-text: my card is 4000 1234";
const OPENID = "oCANARYcanaryCANARYcanary123";
const CANARIES = [TOKEN, SECRET, TEXT, OPENID, "canary"];

/** Everything that a caller, a log reader or a crash reporter could see. */
async function leaks(move: Move, tokenMove?: Move): Promise<string> {
  const log = memoryLog();
  const { clock, client } = scriptedClient(
    ({ path }) => {
      // A file's text is in no request of ours, so an answer cannot repeat it.
      if (path === "/cgi-bin/media/upload")
        return refusal(40005, `bad file, access_token=${TOKEN}`);
      if (path !== TOKEN_PATH) return move;
      return tokenMove ?? { body: JSON.stringify({ access_token: TOKEN, expires_in: 7_200 }) };
    },
    { secret: SECRET, log },
  );
  const seen: string[] = [];
  const look = async (work: Promise<unknown>) => {
    const error = await settled(clock, work);
    seen.push(inspect(error, { depth: 10, showHidden: true, getters: true }));
    seen.push(String(error), JSON.stringify(error), (error as Error)?.stack ?? "");
  };
  await look(client.send(OPENID, { type: "text", content: TEXT }));
  await look(client.call("user.remark", { openid: OPENID, remark: TEXT }));
  await look(client.call("web.token", { code: TEXT }));
  await look(client.media.upload(Buffer.from("GIF89a canary"), { type: "image" }));
  seen.push(inspect(client, { depth: 10, showHidden: true }), ...log.lines);
  return seen.join("\n");
}

const echo = `you sent ${TEXT} to ${OPENID} with access_token=${TOKEN} and "secret":"${SECRET}"`;
const cases: readonly [string, Move, Move?][] = [
  ["a refusal that repeats all of it", refusal(40003, echo)],
  ["a refused token", refusal(40001, echo)],
  ["busy", refusal(-1, echo)],
  ["HTML that repeats it", { type: "text/html", body: `<p>${echo}</p>` }],
  ["broken JSON that repeats it", { body: `{"errmsg":"${echo}` }],
  ["wrong fields", { body: JSON.stringify({ errcode: "x", [TEXT]: echo, media_id: { TEXT } }) }],
  ["a 502", { status: 502, body: echo }],
  ["a cut", "cut"],
  ["no connection", "unreachable"],
  ["silence", "stall"],
  ["a refused secret", refusal(40125, echo), refusal(40125, `invalid appsecret ${SECRET}`)],
  ["a token endpoint that answers nonsense", "cut", { body: `{"access_token":["${TOKEN}"]}` }],
];

test.each(cases)(
  "no log line and no error holds a secret, a text or an openid: %s",
  async (...given) => {
    const [, move, tokenMove] = given;
    const seen = await leaks(move, tokenMove);
    expect(seen).toContain("custom.send");
    for (const canary of CANARIES) expect(seen).not.toContain(canary);
  },
);

test("what helps the operator stays", () => {
  expect(redact("invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist")).toBe(
    "invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist",
  );
  expect(redact(`invalid openid ${OPENID}`)).toBe("invalid openid …y123");
  expect(redact("errcode: 40029, invalid code")).toBe("errcode: 40029, invalid code");
  expect(redact("a\nb\u2028c")).toBe("a b c");
  expect(redact("x".repeat(1_000))).toHaveLength(301);
});

test("what a request said is told neither as it is, nor as JSON has it, nor in part, nor as a number", async () => {
  const words = 'my "card" is\n4000 1234';
  const long = "canary ".repeat(60);
  const body = { words, long, phone: 13_900_001_234, id: 12_345_678_901_234_567_890n };
  for (const echo of [
    `bad ${JSON.stringify(words)}`,
    long.repeat(3),
    `bad {"phone":13900001234,"id":12345678901234567890}`,
  ]) {
    const log = memoryLog();
    const { clock, client } = scriptedClient(
      ({ path }) => (path === TOKEN_PATH ? undefined : refusal(40003, echo)),
      { log },
    );
    const error = await settled(clock, client.request("POST", "/cgi-bin/new/one", { body }));
    const seen = [inspect(error), JSON.stringify(error), ...log.lines].join("\n");
    expect(seen).toContain("40003");
    for (const one of ["card", "canary", "13900001234", "1234567890123"]) {
      expect(seen).not.toContain(one);
    }
  }
});
