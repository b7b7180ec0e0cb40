import { describe, expect, it, vi } from "vitest";
import { readPush } from "../../src/protocol/push.ts";
import { readPushXml } from "../../src/protocol/pushXml.ts";
import { MOUNTS } from "../helpers/servers.ts";
import { post, textOf, textXml, wrap } from "../helpers/wechat.ts";
import { ACCOUNTS, CAUSES, safe, target } from "./causes.ts";
import { once, requestBytes, statusOf } from "./raw.ts";
import { startRig } from "./rig.ts";

vi.mock("../../src/protocol/pushXml.ts", { spy: true });
vi.mock("../../src/protocol/push.ts", { spy: true });

const [first] = CAUSES;

describe("a refusal", () => {
  it("has at least ten different causes here", () => {
    expect(new Set(CAUSES.map(({ reason }) => reason)).size).toBeGreaterThanOrEqual(10);
    expect(new Set(CAUSES.map(({ name }) => name)).size).toBe(CAUSES.length);
  });

  it.each(CAUSES)("because of $name reaches nobody: $reason", async ({ bytes, reason, parsed }) => {
    const rig = await startRig(ACCOUNTS);
    vi.mocked(readPushXml).mockClear();
    vi.mocked(readPush).mockClear();
    expect(statusOf(await once(rig.port, bytes()))).toBe(403);
    expect(rig.lines.map((line) => line.reason)).toEqual([reason]);
    expect(vi.mocked(readPushXml)).toHaveBeenCalledTimes(parsed ? 1 : 0);
    if (!parsed) expect(vi.mocked(readPush)).not.toHaveBeenCalled();
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });

  it("is watched by counters that do count", async () => {
    const rig = await startRig(ACCOUNTS);
    vi.mocked(readPushXml).mockClear();
    const answer = await post(`${rig.url}/${safe.appId}`, wrap(safe, textXml(safe, "hi")));
    expect(textOf(safe, answer.body)).toBe("echo: hi");
    expect(vi.mocked(readPushXml)).toHaveBeenCalledTimes(1);
    expect([rig.arrivals(), rig.heard, rig.lines]).toEqual([1, ["hi"], []]);
  });

  it.each(Object.keys(MOUNTS))("is the same bytes for every cause behind %s", async (name) => {
    const mount = MOUNTS[name];
    const rig = await startRig(ACCOUNTS, { ...(mount && { mount }) });
    const model = await once(rig.port, first?.bytes() as Buffer);
    expect(model).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(model).toMatch(/\r\nConnection: close\r\n/i);
    expect(model).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
    expect(model).toMatch(/\r\n\r\nforbidden$/);
    const others = await Promise.all(
      CAUSES.map(async ({ name: cause, bytes }) => ({
        cause,
        text: await once(rig.port, bytes()),
      })),
    );
    expect(others.filter(({ text }) => text !== model)).toEqual([]);
    expect(rig.arrivals()).toBe(0);
  });

  it("cannot be followed by anything on its connection", async () => {
    const rig = await startRig(ACCOUNTS);
    const unsigned = requestBytes("POST", target(safe, ""), textXml(safe, "second"));
    const garbage = Buffer.from("GET / HTTP/1.1\r\n\0garbage\r\n\r\n");
    const followedBy = (next: Buffer) =>
      Promise.all(CAUSES.map(({ bytes }) => once(rig.port, Buffer.concat([bytes(), next]))));
    const [texts, beforeGarbage] = [await followedBy(unsigned), await followedBy(garbage)];
    // The one answer may be cut short where the sender was still writing; a second one never comes.
    expect(
      [...texts, ...beforeGarbage]
        .map((text) => text.match(/HTTP\/1\.1/g)?.length ?? 0)
        .filter((n) => n > 1),
    ).toEqual([]);
    const statuses = (answers: string[]) => answers.map(statusOf).filter(Number.isFinite);
    expect(statuses(texts).filter((status) => status !== 403)).toEqual([]);
    expect(statuses(texts).length).toBeGreaterThan(CAUSES.length / 2);
    // Whoever is quicker: our refusal, or Node's of the garbage that it has read by then.
    expect(statuses(beforeGarbage).filter((status) => status !== 403 && status !== 400)).toEqual(
      [],
    );
    expect(statuses(beforeGarbage).length).toBeGreaterThan(CAUSES.length / 2);
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });
});
