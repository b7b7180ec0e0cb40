import { expect, test } from "vitest";
import { Breaker } from "../../src/client/breaker.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { OPENID, refusal, SEND_PATH, scriptedClient, settled } from "./scripted.ts";

function opened() {
  const clock = new ManualClock();
  const breaker = new Breaker(clock);
  for (let count = 0; count < 5; count++) breaker.failed();
  return { clock, breaker };
}

test("five failures in a row open it, a success between them starts the count again", async () => {
  const clock = new ManualClock();
  const breaker = new Breaker(clock);
  for (let count = 0; count < 4; count++) expect(breaker.failed()).toBe(false);
  breaker.succeeded();
  await clock.advance(1_000);
  for (let count = 0; count < 4; count++) breaker.failed();
  expect(breaker.state).toBe("closed");
  expect(breaker.failed()).toBe(true);
  expect(breaker.state).toBe("open");
  expect(breaker.admits()).toBe(false);
});

test("a host that answers others is not silent: the slowest of many calls end last, all at once", async () => {
  const clock = new ManualClock();
  const breaker = new Breaker(clock);
  for (let round = 0; round < 20; round++) {
    for (let count = 0; count < 30; count++) breaker.succeeded();
    await clock.advance(900);
    for (let count = 0; count < 8; count++) expect(breaker.failed()).toBe(false);
    expect(breaker.state).toBe("closed");
  }
  await clock.advance(1_000);
  expect(breaker.failed()).toBe(true);
});

test("after 5 s one probe passes; its success closes, its failure opens for twice as long", async () => {
  const { clock, breaker } = opened();
  await clock.advance(4_999);
  expect(breaker.admits()).toBe(false);
  await clock.advance(1);
  expect(breaker.state).toBe("half-open");
  expect([breaker.admits(), breaker.admits()]).toEqual([true, false]);
  expect(breaker.failed()).toBe(true);
  await clock.advance(9_999);
  expect(breaker.admits()).toBe(false);
  await clock.advance(1);
  expect(breaker.admits()).toBe(true);
  breaker.succeeded();
  expect(breaker.state).toBe("closed");
  expect([breaker.admits(), breaker.admits()]).toEqual([true, true]);
});

test("calls that left before it opened and fail afterwards do not keep it open", async () => {
  const { clock, breaker } = opened();
  await clock.advance(4_000);
  expect(breaker.failed()).toBe(false);
  await clock.advance(1_000);
  expect(breaker.admits()).toBe(true);
});

test("it is never open for more than a minute, and a lost probe does not lock it", async () => {
  const { clock, breaker } = opened();
  for (let round = 0; round < 10; round++) {
    await clock.advance(60_000);
    expect(breaker.admits()).toBe(true);
    breaker.failed();
  }
  await clock.advance(60_000);
  expect(breaker.admits()).toBe(true);
  await clock.advance(10_000);
  expect(breaker.admits()).toBe(true);
});

test("while WeChat is silent calls are few, and they go on when it is back", async () => {
  let silent = true;
  const { clock, client, weChat, log } = scriptedClient(({ path }) =>
    path === SEND_PATH && silent ? "cut" : undefined,
  );
  const send = () => settled(clock, client.send(OPENID, { type: "text", content: "x" }));
  for (let second = 0; second < 20; second++) {
    for (let n = 0; n < 10; n++) await send();
    await clock.advance(1_000);
  }
  // 11 before it opens, because the token was given a second before; then a probe after 5 and 10 more seconds.
  expect(weChat.of(SEND_PATH).length).toBe(13);
  expect(await send()).toMatchObject({ code: "api-breaker-open", outcome: "not-sent" });
  expect(log.lines.filter((line) => line.includes("calls pause"))).toHaveLength(3);
  silent = false;
  await clock.advance(60_000);
  expect(await send()).toBeUndefined();
  expect(await send()).toBeUndefined();
});

test("refusals do not open it", async () => {
  const { clock, client } = scriptedClient(({ path }) =>
    path === SEND_PATH ? refusal(45015) : undefined,
  );
  for (let n = 0; n < 20; n++) {
    const result = await settled(clock, client.send(OPENID, { type: "text", content: "x" }));
    expect(result).toMatchObject({ errcode: 45015 });
  }
});
