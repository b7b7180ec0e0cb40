import { expect, test } from "vitest";
import { FOLLOW, HELLO, openBox, SECOND, SEND } from "./box.ts";

async function ready() {
  const box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW, HELLO);
  const body = { touser: mei.openid, msgtype: "text", text: { content: "x" } };
  const send = () => box.post(SEND, token, body);
  const shown = () => box.simulator.timeline.of("message.shown").length;
  return Object.assign(box, { send, shown, accessToken: token });
}

test("a code on order comes as often as ordered, and has no effect", async () => {
  await using box = await ready();
  box.simulator.faults.order({ do: "errcode", errcode: -1, path: SEND, times: 2 });
  const codes = [];
  for (let n = 0; n < 3; n++) codes.push((await box.send()).json.errcode);
  expect(codes).toEqual([-1, -1, 0]);
  expect(box.shown()).toBe(1);
});

test("a fault without an endpoint strikes all of them until it is cleared", async () => {
  await using box = await ready();
  const id = box.simulator.faults.order({ do: "status", status: 502 });
  const other = await box.get("/cgi-bin/getcallbackip", { access_token: box.accessToken });
  expect([(await box.send()).status, other.status]).toEqual([502, 502]);
  box.simulator.faults.clear(id);
  expect((await box.send()).json.errcode).toBe(0);
});

test.each([
  [true, 1],
  [false, 0],
])("a connection cut with accepted %s has sent %i messages", async (accepted, count) => {
  await using box = await ready();
  box.simulator.faults.order({ do: "cut", accepted, times: 1 });
  await expect(box.send()).rejects.toThrow();
  expect(box.shown()).toBe(count);
});

test("a slow answer waits on the simulator's clock", async () => {
  await using box = await ready();
  box.simulator.faults.order({ do: "delay", ms: 7 * SECOND, times: 1 });
  let done = false;
  const answer = box.send().then((one) => {
    done = true;
    return one;
  });
  while (box.clock.waiting === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await box.clock.advance(7 * SECOND - 1);
  expect(done).toBe(false);
  await box.clock.advance(1);
  expect((await answer).json.errcode).toBe(0);
});

test("a dropped call is never answered and sends nothing", async () => {
  await using box = await ready();
  box.simulator.faults.order({ do: "drop", times: 1 });
  const signal = AbortSignal.timeout(200);
  const path = `${SEND}?access_token=${box.accessToken}`;
  await expect(box.http(path, { method: "POST", body: "{}", signal })).rejects.toThrow();
  expect(box.shown()).toBe(0);
});

test("a garbled answer is no JSON, but the message went out", async () => {
  await using box = await ready();
  box.simulator.faults.order({ do: "garble", times: 1 });
  const { status, json } = await box.send();
  expect([status, json, box.shown()]).toEqual([200, undefined, 1]);
});
