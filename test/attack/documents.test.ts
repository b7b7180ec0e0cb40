import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { startRig } from "./rig.ts";

/** What whoever has the key, or WeChat misled by a follower, could make us read. */
const folder = new URL("../fixtures/attacks/", import.meta.url);
const files = (name: string) => readdirSync(new URL(`${name}/`, folder)).sort();
const read = (name: string, to: string) =>
  readFileSync(new URL(name, folder), "utf8").replaceAll("@TO@", to);

/** What the bot hears of the documents that are harmless. */
const HEARD: Readonly<Record<string, string>> = {
  "attributes.xml": "hi",
  "cdata-end-typed.xml": "a]]></Content><MsgType>event</MsgType>",
  "control-characters.xml": "ab",
  "doctype-in-cdata.xml": '<!DOCTYPE xml [<!ENTITY a "b">]>',
  "exponent.xml": "1e5",
  "leading-zeros.xml": "007",
  "numbers.xml": "0x1F",
  "references-once.xml": "&lt;script&gt;",
  "stylesheet.xml": "hi",
  "tags-in-cdata.xml": "</Content><FromUserName>oVictim</FromUserName>",
  "true.xml": "true",
  "unknown-entity.xml": "&evil; &nbsp; x",
  "xinclude.xml": "hi",
};

const account = wireAccount();

describe("a signed attack document", () => {
  it("comes in enough kinds", () => {
    expect(files("refused").length).toBeGreaterThanOrEqual(30);
    expect(files("inert")).toEqual(Object.keys(HEARD));
  });

  it.each(files("refused"))("is refused: %s", async (file) => {
    const rig = await startRig([account]);
    const startedAt = performance.now();
    const answer = await post(rig.url, wrap(account, read(`refused/${file}`, account.originalId)));
    expect([answer.status, answer.body]).toEqual([403, "forbidden"]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(rig.lines.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^(?:xml|push|recipient)$/),
    ]);
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each(files("inert"))("is harmless: %s", async (file) => {
    const rig = await startRig([account]);
    const answer = await post(rig.url, wrap(account, read(`inert/${file}`, account.originalId)));
    expect(answer.status).toBe(200);
    expect(rig.heard).toEqual([HEARD[file]]);
    // And on its way back it cannot become markup: the echo is one text, word for word.
    expect(/<FromUserName><!\[CDATA\[(.*?)\]\]>/.exec(answer.body)).toBeNull();
    const echoed = textOf(account, answer.body).replaceAll("]]]]><![CDATA[>", "]]>");
    expect(echoed).toBe(`echo: ${HEARD[file]}`);
  });

  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then"])(
    "pollutes nothing with an element called %s",
    async (name) => {
      const rig = await startRig([account]);
      const xml = textXml(account, "hi").replace(
        "</xml>",
        `<${name}><polluted>yes</polluted></${name}></xml>`,
      );
      const { status } = await post(rig.url, wrap(account, xml));
      expect([200, 403]).toContain(status);
      expect(rig.heard).toEqual(status === 200 ? ["hi"] : []);
      expect(({} as { polluted?: string }).polluted).toBeUndefined();
      expect(rig.lines.filter(({ level }) => level === "error")).toEqual([]);
    },
  );
});

describe("what a hostile body costs", () => {
  const signature = "0".repeat(40);
  const query = { timestamp: "1759876543", nonce: "1", msg_signature: signature, signature };
  const fill = (part: string, rest = "") =>
    `<xml>${part.repeat(65_000 / part.length)}${rest}</xml>`;

  /** As long, and nothing in it to be looked at. */
  const DULL = `<xml>${"A".repeat(65_000)}</xml>`;

  it.each([
    ["many small ciphertexts", fill("<Encrypt>A</Encrypt>")],
    ["one long ciphertext", `<xml><Encrypt>${"A".repeat(65_000)}</Encrypt></xml>`],
    ["a ciphertext without end", fill("A").replace("<xml>", "<xml><Encrypt>")],
    ["many beginnings", fill("<Encrypt>")],
    ["a beginning and blanks", fill(" ").replace("<xml>", "<xml><Encrypt>")],
    ["many beginnings with blanks", fill("<Encrypt>          ")],
    ["deep", fill("<a>")],
    ["wide", fill("<a/>")],
    ["bombs", fill('<!ENTITY a "b">')],
  ])("is little without a signature: %s", async (_name, body) => {
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
    const rig = await startRig([account]);
    const best = { hostile: Number.POSITIVE_INFINITY, dull: Number.POSITIVE_INFINITY };
    // By turns, and the best of several, because the machine is busy too.
    for (let i = 0; i < 10; i++) {
      for (const kind of ["dull", "hostile"] as const) {
        const startedAt = performance.now();
        const sent = { query, body: kind === "dull" ? DULL : body };
        expect((await post(rig.url, sent)).status).toBe(403);
        best[kind] = Math.min(best[kind], performance.now() - startedAt);
      }
    }
    expect(best.hostile / best.dull).toBeLessThan(10);
  });

  it.each([
    ["deep", "<a>".repeat(5_000) + "</a>".repeat(5_000)],
    ["wide", "<a/>".repeat(10_000)],
    ["references", `<Content>${"&amp;".repeat(9_000)}</Content>`],
    ["CDATA", `<Content>${"<![CDATA[]]>".repeat(3_800)}</Content>`],
    ["brackets", `<Content>${"<![".repeat(14_000)}`],
    ["comments", "<!--".repeat(11_000)],
    ["instructions", "<?".repeat(20_000)],
    ["quotes", '<a "'.repeat(11_000)],
  ])("is bounded with one: %s", async (_name, inside) => {
    const rig = await startRig([account]);
    const xml = textXml(account, "hi").replace("</xml>", `${inside}</xml>`);
    const push = wrap(account, xml);
    expect(Buffer.byteLength(push.body)).toBeLessThanOrEqual(65_536);
    const startedAt = performance.now();
    const { status } = await post(rig.url, push);
    expect([200, 403]).toContain(status);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
