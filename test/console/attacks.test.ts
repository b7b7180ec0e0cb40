import { request } from "node:http";
import { expect, test } from "vitest";
import { ManualClock } from "../helpers/manualClock.ts";
import { openConsoleRig, TOKEN } from "./rig.ts";

/** A request with headers that `fetch` does not let one choose. */
function raw(
  address: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { method = "GET", body = "" } = {},
): Promise<{ status: number; headers: Readonly<Record<string, unknown>>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}${path}`, { method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (more) => {
        text += more;
      });
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
    });
    asked.on("error", reject).end(body);
  });
}

test("no route but the login answers who is not in, and none tells whether it exists", async () => {
  const rig = await openConsoleRig();
  const { cookie } = await rig.enter();
  expect(rig.page.paths.length).toBeGreaterThan(10);
  for (const route of [...rig.page.paths, "GET /api/nothing", "POST /api/nothing"]) {
    const [method = "", path = ""] = route.split(" ");
    for (const headers of [{}, { cookie: `${cookie}x` }, { cookie: "wechat-console=" }]) {
      const { status, body } = await rig.ask(method, path, {
        headers,
        ...(method === "POST" && { body: {} }),
      });
      expect([route, status, body.code]).toEqual([route, 401, "not-in"]);
    }
  }
});

test("an order needs the token that only the page knows", async () => {
  const rig = await openConsoleRig();
  const { appId } = await rig.link();
  const { cookie, csrf } = await rig.enter();
  const other = await rig.login();
  for (const route of rig.page.paths.filter((path) => path.startsWith("POST "))) {
    const path = route.slice("POST ".length);
    for (const wrong of [
      {},
      { "x-csrf": "" },
      { "x-csrf": `${csrf}x` },
      { "x-csrf": other.csrf },
    ]) {
      const { status, body } = await rig.ask("POST", path, {
        body: { appId },
        headers: { cookie, ...wrong },
      });
      expect([route, status, body.code]).toEqual([route, 403, "csrf"]);
    }
  }
  expect(await rig.adapter.linking.accounts.list()).toHaveLength(1);
});

test("another site's page can order nothing, whatever it knows", async () => {
  const rig = await openConsoleRig();
  const { cookie, csrf } = await rig.enter();
  const all = { cookie, "x-csrf": csrf, "content-type": "application/json" };
  const order = (headers: Readonly<Record<string, string>>) =>
    raw(rig.page.address, "/api/link", headers, { method: "POST", body: "{}" });
  const statuses = [
    await order({ ...all, origin: "https://evil.example" }),
    await order({ ...all, origin: "null" }),
    await order(all),
    await order({ ...all, origin: rig.page.address, "sec-fetch-site": "cross-site" }),
    await order({ ...all, origin: rig.page.address, "content-type": "text/plain" }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403, 403, 415]);
  expect((await order({ ...all, origin: rig.page.address })).status).toBe(200);
});

test("a name that was made to point here is not answered: DNS rebinding", async () => {
  const rig = await openConsoleRig({ settings: { url: "https://console.example.com" } });
  const { cookie } = await rig.enter();
  for (const host of ["evil.example", "127.0.0.1.evil.example", "console.example.com.evil"]) {
    for (const path of ["/", "/api/session", "/api/accounts"]) {
      const { status } = await raw(rig.page.address, path, { host, cookie });
      expect([host, path, status]).toEqual([host, path, 403]);
    }
  }
  const named = await raw(rig.page.address, "/api/session", {
    host: "console.example.com",
    cookie,
  });
  expect(named.status).toBe(200);
});

test("no page can frame it, and nothing of it is kept or guessed at", async () => {
  const rig = await openConsoleRig();
  for (const path of ["/", "/api/session", "/api/nothing", "/nothing"]) {
    const { headers } = await rig.ask("GET", path);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toMatch(/no-store|no-cache/);
  }
});

test("the cookie is out of reach for scripts and other sites, and over https goes nowhere else", async () => {
  const rig = await openConsoleRig({ settings: { url: "https://console.example.com" } });
  const { headers } = await rig.login();
  const cookie = headers.get("set-cookie") ?? "";
  for (const flag of ["HttpOnly", "SameSite=Strict", "Path=/", "Secure"]) {
    expect(cookie).toContain(flag);
  }
});

test("guessing becomes slow, and never locks out who has the right token; who is in stays in", async () => {
  const clock = new ManualClock();
  const rig = await openConsoleRig({ clock });
  const inside = await rig.enter();
  const guess = () => rig.login("x".repeat(40)).then(({ status }) => status);
  expect(await Promise.all(Array.from({ length: 5 }, guess))).toEqual(Array(5).fill(401));
  let tried = 0;
  // What an hour of guessing gives.
  for (let second = 0; second < 3_600; second += 60) {
    for (let n = 0; n < 3; n++) if ((await guess()) === 401) tried += 1;
    clock.advance(60_000);
  }
  expect(tried).toBeLessThan(70);
  await guess();
  const locked = await rig.login("y".repeat(40));
  expect([locked.status, locked.body.code]).toEqual([429, "too-many"]);
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await inside.get("/api/session")).status).toBe(200);
  // Two wrong tokens a second, for a minute: the operator gets in each time.
  for (let n = 0; n < 12; n++) {
    for (let guesses = 0; guesses < 10; guesses++) await guess();
    expect((await rig.login()).status).toBe(200);
    clock.advance(5_000);
  }
  // His logins give strangers no free tries.
  await guess();
  expect(await guess()).toBe(429);
  clock.advance(60_000 * 12);
  expect(await Promise.all(Array.from({ length: 5 }, guess))).toEqual(Array(5).fill(401));
  expect(JSON.stringify(rig.logged)).not.toContain("xxxxxxxx");
});

test("a session ends: by logging out, after two idle hours, after twelve hours", async () => {
  const clock = new ManualClock();
  const rig = await openConsoleRig({ clock });
  const status = async (one: Awaited<ReturnType<typeof rig.enter>>) =>
    (await one.get("/api/session")).status;
  const first = await rig.enter();
  await first.post("/api/logout", {});
  expect(await status(first)).toBe(401);
  const idle = await rig.enter();
  clock.advance(2 * 3_600_000 + 1);
  expect(await status(idle)).toBe(401);
  const busy = await rig.enter();
  for (let hour = 0; hour < 11; hour++) {
    clock.advance(3_600_000);
    expect(await status(busy)).toBe(200);
  }
  clock.advance(3_600_000);
  expect(await status(busy)).toBe(401);
});

test("a proxy's word counts only from the proxy's address", async () => {
  const believed = await openConsoleRig({
    settings: { token: undefined, userHeader: "X-Forwarded-User" },
  });
  const as = { "x-forwarded-user": "mei@example.com" };
  const { status, body } = await believed.ask("GET", "/api/session", { headers: as });
  expect([status, body.name]).toEqual([200, "mei@example.com"]);
  const link = { body: {}, headers: { ...as, "x-csrf": body.csrf } };
  expect((await believed.ask("POST", "/api/link", link)).status).toBe(200);
  expect(believed.logged.at(-1)?.facts).toMatchObject({ who: "mei@example.com", did: "/api/link" });
  const another = { body: {}, headers: { "x-forwarded-user": "li", "x-csrf": body.csrf } };
  expect((await believed.ask("POST", "/api/link", another)).status).toBe(403);
  // Without a token of our own, no token opens it.
  expect((await believed.login(TOKEN)).status).toBe(401);
  const doubted = await openConsoleRig({
    settings: { userHeader: "X-Forwarded-User", proxies: ["192.0.2.1"] },
  });
  expect((await doubted.ask("GET", "/api/session", { headers: as })).status).toBe(401);
});

test("orders that are no orders do nothing, and tell nothing of the inside", async () => {
  const rig = await openConsoleRig();
  const { appId } = await rig.link();
  const { post, cookie, csrf } = await rig.enter();
  const wrong: readonly (readonly [string, unknown])[] = [
    ["/api/unlink", {}],
    ["/api/unlink", { appId: "../../etc/passwd" }],
    ["/api/unlink", { appId: { $ne: null } }],
    ["/api/find", { appId, who: "" }],
    ["/api/find", { appId, who: "x".repeat(1_000) }],
    ["/api/menu", { appId }],
    ["/api/menu", { appId, menu: { button: [null] } }],
    ["/api/qr", { appId, scene: "x", days: 31 }],
    ["/api/link", []],
  ];
  for (const [path, body] of wrong) {
    const { status } = await post(path, body);
    expect([path, body, status]).toEqual([path, body, 400]);
  }
  expect((await post("/api/check", { appId: "wx0000000000000000" })).status).toBe(404);
  const long = await raw(
    rig.page.address,
    "/api/link",
    { cookie, "x-csrf": csrf, origin: rig.page.address, "content-type": "application/json" },
    { method: "POST", body: JSON.stringify({ x: "x".repeat(100_000) }) },
  ).catch(() => ({ status: 413 }));
  expect(long.status).toBe(413);
  const proto = await post("/api/__proto__", {});
  expect(proto.status).toBe(404);
});
