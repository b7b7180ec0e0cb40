import { expect, test } from "vitest";
import { readAnswer } from "../../src/client/answer.ts";
import { WeChatApiError } from "../../src/client/apiError.ts";
import type { Download, Row } from "../../src/client/endpoints/row.ts";
import { ENDPOINTS } from "../../src/client/endpoints.ts";
import { GIF, JPG, MP3, MP4, PNG } from "./rig.ts";
import { scriptedClient, settled } from "./scripted.ts";

const row = ENDPOINTS["media.get"] as unknown as Row<never, unknown>;

function read(bytes: Buffer, type?: string) {
  const headers = type === undefined ? {} : { "content-type": type };
  const answer = readAnswer(row, { status: 200, headers, bytes });
  return answer.ok ? (answer.value as Download) : undefined;
}

const AMR = Buffer.from("#!AMR\n\x3c", "latin1");
/** Speex begins with nothing that anybody could know. */
const UNKNOWN = Buffer.from([0x36, 0x9d, 0x1b, 0x9a, 0x20, 0x00, 0x01, 0x68, 0xe8]);

test("a file is one by its bytes, whatever type it comes under", () => {
  const files = { JPG, PNG, GIF, MP3, MP4, AMR, UNKNOWN };
  const types = [
    "text/plain",
    "text/plain; charset=utf-8",
    "application/json",
    "text/html",
    "",
    undefined,
  ];
  for (const [name, bytes] of Object.entries(files)) {
    for (const type of types) {
      const file = read(bytes, type);
      expect(file?.bytes, `${name} as ${type}`).toEqual(bytes);
      expect(file?.contentType, `${name} as ${type}`).not.toMatch(/^$|text|json/);
    }
  }
  expect(read(JPG, "text/plain")?.contentType).toBe("image/jpeg");
  expect(read(AMR, undefined)?.contentType).toBe("audio/amr");
  expect(read(UNKNOWN, "audio/speex")?.contentType).toBe("audio/speex");
});

test("a page, words and nothing are no files, whatever type they come under", () => {
  const others = ["<html><body>502</body></html>", "\uFEFF \n<!DOCTYPE html>", "Bad Gateway", ""];
  for (const text of others) {
    for (const type of ["text/html", "text/plain", "application/json"]) {
      expect(read(Buffer.from(text), type), `${text} as ${type}`).toBeUndefined();
    }
  }
  for (const type of ["image/jpeg", "application/octet-stream", undefined]) {
    expect(read(Buffer.from("<html>"), type)).toBeUndefined();
  }
});

test("a question whose answer is none changed nothing, an order may have", async () => {
  const bad = { body: "<html>", type: "text/html" };
  const { clock, client } = scriptedClient(({ path }) =>
    /media\/get|user\/info|kfaccount\/del|custom\/send/.test(path) ? bad : undefined,
  );
  const message = async (work: Promise<unknown>) => {
    const error = await settled(clock, work);
    expect(error).toBeInstanceOf(WeChatApiError);
    return (error as Error).message;
  };
  const asked = [
    await message(client.call("media.get", { media_id: "m" })),
    await message(client.call("user.info", { openid: "o" })),
  ];
  for (const one of asked) {
    expect(one).toContain("Nothing was changed");
    expect(one).not.toContain("taken effect");
  }
  const order = { touser: "o", msgtype: "text", text: { content: "x" } };
  expect(await message(client.call("custom.send", order))).toContain("may have taken effect");
  const deleted = client.call("agent.delete", { kf_account: "a@b" });
  expect(await message(deleted)).toContain("may have taken effect");
});
