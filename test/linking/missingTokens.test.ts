import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openLinkTown, SETS } from "./linkTown.ts";

type Json = Record<string, unknown>;

/** Stands before the simulated WeChat and leaves out of its answers what a test says. */
async function altering(target: string, alter: (path: string, answer: Json) => void) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname } = new URL(request.url ?? "/", target);
    const body = Buffer.concat(chunks);
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: request.method ?? "GET",
      ...(body.length > 0 && { body }),
    });
    const json = (await answer.json()) as Json;
    alter(pathname, json);
    response.end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const inside = (answer: Json, name: string) => answer[name] as Json | undefined;

test.each([
  ["left out", (info: Json) => delete info.authorizer_refresh_token],
  ["empty", (info: Json) => (info.authorizer_refresh_token = "")],
  [
    "null, as are the sets",
    (info: Json) => Object.assign(info, { authorizer_refresh_token: null, func_info: null }),
  ],
])("a refresh token that is %s comes from the list of authorisations", async (_name, change) => {
  await using town = await openLinkTown();
  const base = await altering(town.simulator.url, (path, answer) => {
    const info = inside(answer, "authorization_info");
    if (path.endsWith("api_query_auth") && info !== undefined) change(info);
  });
  const ours = town.start(base);
  await town.agree();
  await town.hear(ours);
  const kept = await ours.client.authorisations.read(town.appId);
  expect(kept?.refreshToken).toBe([...town.component.authorisations.values()][0]?.refreshToken);
  expect((await ours.linked.list())[0]?.link.state).toBe("linked");
  expect(ours.accounts.get(town.appId)?.customerService).toBe("auto");
});

test("an account for which WeChat gives no token is linked, limited, and lives on passive replies", async () => {
  await using town = await openLinkTown();
  let silent = true;
  const base = await altering(town.simulator.url, (path, answer) => {
    if (!silent) return;
    const info = inside(answer, "authorization_info");
    if (path.endsWith("api_query_auth") && info !== undefined) {
      for (const name of ["authorizer_access_token", "expires_in", "authorizer_refresh_token"]) {
        delete info[name];
      }
      info.func_info = [];
    }
    if (path.endsWith("api_get_authorizer_info") && info !== undefined) info.func_info = [];
    for (const one of (answer.list ?? []) as Json[]) one.refresh_token = "";
  });
  const ours = town.start(base);
  await town.agree();
  await town.hear(ours);
  const linked = (await ours.linked.list())[0];
  expect(linked?.link.state).toBe("limited");
  expect(linked?.link.findings).toContain("permission-missing");
  expect(await ours.linked.find(town.appId)).toMatchObject({ customerService: false });
  await expect(ours.client.tokenOf(town.appId).current()).rejects.toMatchObject({
    code: "api-no-token",
    errcode: 48001,
  });

  // The owner asks for the rights; whoever looks again finds the token.
  silent = false;
  const again = await ours.linked.check(town.appId);
  expect(again.link.state).toBe("linked");
  expect(await ours.linked.find(town.appId)).toMatchObject({ customerService: "auto" });
  expect((await ours.client.tokenOf(town.appId).current()).length).toBeGreaterThan(10);
});

test("an authorisation that is renewed without tokens keeps what it had", async () => {
  await using town = await openLinkTown();
  let silent = false;
  const base = await altering(town.simulator.url, (path, answer) => {
    const info = inside(answer, "authorization_info");
    if (!silent) return;
    if (path.endsWith("api_query_auth") && info !== undefined) delete info.authorizer_refresh_token;
    for (const one of (answer.list ?? []) as Json[]) one.refresh_token = "";
  });
  const ours = town.start(base);
  await town.agree();
  await town.hear(ours);
  const before = (await ours.client.authorisations.read(town.appId))?.refreshToken;
  silent = true;
  await town.agree([...SETS, 6]);
  await town.hear(ours);
  expect(before).toMatch(/^refreshtoken@@@/);
  expect((await ours.client.authorisations.read(town.appId))?.refreshToken).toBe(before);
});

test.each([
  [
    "null",
    (answer: Json) =>
      Object.assign(answer.authorization_info as Json, { authorizer_appid: null, func_info: null }),
  ],
  ["left out", (answer: Json) => delete answer.authorization_info],
  ["of other shapes", (answer: Json) => Object.assign(answer, { authorization_info: [] })],
])(
  "what WeChat says of an account settles its link though its authorisation is %s",
  async (_name, change) => {
    await using town = await openLinkTown();
    const base = await altering(town.simulator.url, (path, answer) => {
      if (path.endsWith("api_get_authorizer_info")) change(answer);
    });
    const ours = town.start(base);
    await town.agree();
    await town.hear(ours);
    const [linked] = await ours.linked.list();
    expect(linked?.link.state).toBe("linked");
    // As the redeemed code said.
    expect(linked?.facts?.sets.map(({ id }) => id)).toEqual(SETS);
  },
);
