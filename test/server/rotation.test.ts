import { describe, expect, it } from "vitest";
import { startRig } from "../attack/rig.ts";
import { post, textOf, textXml, verification, wireAccount, wrap } from "../helpers/wechat.ts";

const present = wireAccount();
const other = wireAccount();
const settings = {
  previousToken: other.token,
  previousEncodingAESKey: other.encodingAESKey,
};

describe("while token and key are rotated", () => {
  it.each([
    ["the present pair", present],
    ["the previous pair", { ...present, token: other.token, encodingAESKey: other.encodingAESKey }],
    ["the previous token", { ...present, token: other.token }],
    ["the previous key", { ...present, encodingAESKey: other.encodingAESKey }],
  ])("a push with %s is answered with the same", async (_name, sender) => {
    const rig = await startRig([present], { settings });
    const { status, body } = await post(rig.url, wrap(sender, textXml(sender, "hi")));
    expect(status).toBe(200);
    // Opens with the sender's token and key, and with no other.
    expect(textOf(sender, body)).toBe("echo: hi");
    if (sender.token !== present.token) {
      expect(() => textOf({ ...sender, token: present.token }, body)).toThrow("MsgSignature");
    }
  });

  it("a repeated push with the other pair gets an answer that was sealed with the first", async () => {
    const rig = await startRig([present], { settings });
    const xml = textXml(present, "hi");
    const previous = { ...present, token: other.token, encodingAESKey: other.encodingAESKey };
    const first = await post(rig.url, wrap(previous, xml));
    const second = await post(rig.url, wrap(present, xml));
    expect(second.body).toBe(first.body);
    expect(rig.heard).toEqual(["hi"]);
  });

  it("both tokens verify the address and plain pushes", async () => {
    for (const token of [present.token, other.token]) {
      const plain = { ...present, mode: "plain", token } as const;
      const rig = await startRig([{ ...present, mode: "plain" }], {
        settings: { previousToken: other.token },
      });
      expect((await post(rig.url, wrap(plain, textXml(plain, "hi")))).status).toBe(200);
      const query = new URLSearchParams(verification(plain, "echo"));
      expect((await fetch(`${rig.url}?${query}`)).status).toBe(200);
    }
  });

  it("a third pair is refused, and afterwards the previous one", async () => {
    const stranger = {
      ...present,
      token: "stranger",
      encodingAESKey: wireAccount().encodingAESKey,
    };
    const rotating = await startRig([present], { settings });
    const push = wrap(stranger, textXml(stranger, "hi"));
    expect((await post(rotating.url, push)).status).toBe(403);
    const previous = { ...present, token: other.token };
    const done = await startRig([present]);
    expect((await post(done.url, wrap(previous, textXml(previous, "hi")))).status).toBe(403);
    expect([rotating.arrivals(), done.arrivals()]).toEqual([0, 0]);
  });
});

describe("a lone account", () => {
  const { originalId, ...unnamed } = present;
  const lone = { ...unnamed, originalId: undefined as unknown as string };

  it("learns its original id from its first push", async () => {
    const rig = await startRig([lone]);
    const status = async (to: string) =>
      (await post(rig.url, wrap(present, textXml(present, "hi", { to })))).status;
    // What a developer typed into the console's debugging tool is no original id.
    expect(await status("toUser")).toBe(200);
    expect(await status(originalId)).toBe(200);
    expect(await status("gh_another")).toBe(403);
    expect(await status(originalId)).toBe(200);
  });

  it("learns nothing in plain mode, where a body is not signed", async () => {
    const rig = await startRig([{ ...lone, mode: "plain" }]);
    const plain = { ...present, mode: "plain" } as const;
    const status = async (to: string) =>
      (await post(rig.url, wrap(plain, textXml(plain, "hi", { to })))).status;
    expect(await status("gh_forged")).toBe(200);
    expect(await status(originalId)).toBe(200);
  });
});
