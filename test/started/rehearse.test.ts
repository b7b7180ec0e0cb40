import { expect, onTestFinished, test } from "vitest";
import { rehearse } from "../../src/commands/rehearse.ts";

/** Opens a one-time address, goes on to the page of the simulated WeChat and agrees for one account, as a browser does. */
async function authorise(start: string, appId: string): Promise<string> {
  const begun = await (await fetch(start)).text();
  const go = /class="go" href="([^"]+)"/.exec(begun)?.[1]?.replaceAll("&#38;", "&") ?? "";
  const page = await (await fetch(go)).text();
  const form = page.split("<form").find((one) => one.includes(`value="${appId}"`)) ?? "";
  const fields = new URLSearchParams();
  for (const [, type, name = "", value = "", checked] of form.matchAll(
    /<input type="(\w+)" name="(\w+)" value="([^"]*)"( checked)?/g,
  )) {
    if (type === "hidden" || checked) fields.append(name, value);
  }
  fields.append("do", "authorise");
  const [address = ""] = go.split("?");
  return (await fetch(address, { method: "POST", body: fields })).text();
}

test("one command: three accounts of different kinds are linked, without a word to WeChat, and the console sees them", async () => {
  const rehearsal = await rehearse("samples/echo");
  onTestFinished(() => rehearsal.close());
  const { linking } = rehearsal.server.adapter;
  expect(rehearsal.console).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(rehearsal.console)).status).toBe(200);
  const starts = () => linking.startLink().catch(() => "");
  // The first ticket is on its way.
  await expect.poll(starts, { timeout: 10_000 }).toMatch(/\/wechat\/component\/start\//);
  for (const { appId } of rehearsal.accounts) {
    const back = await authorise(await starts(), appId);
    expect(back).toMatch(/linked|已绑定/i);
  }
  const linked = await linking.accounts.list();
  expect(linked.map(({ appId }) => appId).sort()).toEqual(
    rehearsal.accounts.map(({ appId }) => appId).sort(),
  );
  // Of three kinds: one without limits, two with different ones.
  expect(new Set(linked.map(({ link }) => JSON.stringify(link.findings))).size).toBe(3);
  await rehearsal.talk("你好");
});
