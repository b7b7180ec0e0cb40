import { expect, test } from "vitest";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { FOLLOW, HELLO, HOUR, MINUTE, openBox, SECOND } from "./box.ts";

/** Section 3 of the fact sheet: how many messages, until when. */
const MENU = {
  button: [
    { type: "click", name: "Click", key: "CLICK" },
    { type: "scancode_push", name: "Push", key: "PUSH" },
    {
      name: "More",
      sub_button: [
        { type: "scancode_waitmsg", name: "Wait", key: "WAIT" },
        { type: "view", name: "View", url: "https://example.org/" },
        { type: "pic_weixin", name: "Pictures", key: "PICS" },
      ],
    },
  ],
};

test("a message opens five messages, and not a sixth", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW);
  await box.clock.advance(HOUR);
  box.act(mei, HELLO);
  const codes = [];
  for (let n = 0; n < 6; n++) codes.push(await box.say(token, mei));
  expect(codes).toEqual([0, 0, 0, 0, 0, 45047]);
});

test("another message fills the count up again", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW);
  await box.clock.advance(HOUR);
  box.act(mei, HELLO);
  for (let n = 0; n < 5; n++) await box.say(token, mei);
  box.act(mei, HELLO);
  const codes = [];
  for (let n = 0; n < 6; n++) codes.push(await box.say(token, mei));
  expect(codes).toEqual([0, 0, 0, 0, 0, 45047]);
});

test("48 hours after a message the window is closed, and a second before it is open", async () => {
  await using box = await openBox();
  const mei = box.person(FOLLOW, HELLO);
  await box.clock.advance(48 * HOUR - SECOND);
  expect(await box.say(await box.token(), mei)).toBe(0);
  await box.clock.advance(SECOND);
  expect(await box.say(await box.token(), mei)).toBe(45015);
});

const MINUTE_WINDOWS: readonly (readonly [string, readonly FollowerAction[], FollowerAction])[] = [
  ["following", [], FOLLOW],
  ["following by scanning", [], { do: "scan", scene: "shop-7" }],
  ["scanning", [FOLLOW], { do: "scan", scene: 12 }],
  ["a click item", [FOLLOW], { do: "tap", key: "CLICK" }],
  ["a scancode_push item", [FOLLOW], { do: "tap", key: "PUSH" }],
  ["a scancode_waitmsg item", [FOLLOW], { do: "tap", key: "WAIT" }],
  ["a choice of a message menu", [FOLLOW], { do: "choose", id: "101", text: "满意" }],
];

test.each(MINUTE_WINDOWS)("%s opens three messages for a minute", async (_name, before, action) => {
  await using box = await openBox();
  const token = await box.token();
  await box.post("/cgi-bin/menu/create", token, MENU);
  const [fast, slow] = [box.person(...before), box.person(...before)];
  await box.clock.advance(HOUR);
  box.act(fast, action);
  box.act(slow, action);
  const codes = [];
  for (let n = 0; n < 4; n++) codes.push(await box.say(token, fast));
  expect(codes).toEqual([0, 0, 0, 45047]);
  await box.clock.advance(MINUTE - 1);
  expect(await box.say(token, slow)).toBe(0);
  await box.clock.advance(1);
  expect(await box.say(token, slow)).toBe(45015);
});

test.each<readonly [string, FollowerAction]>([
  ["a view item", { do: "tap", key: "https://example.org/" }],
  ["a location report", { do: "report", latitude: 1, longitude: 2 }],
  ["a payment", { do: "pay" }],
])("%s opens nothing", async (_name, action) => {
  await using box = await openBox();
  const token = await box.token();
  await box.post("/cgi-bin/menu/create", token, MENU);
  const mei = box.person(FOLLOW);
  await box.clock.advance(HOUR);
  box.act(mei, action);
  expect(await box.say(token, mei)).toBe(45015);
});

test("who has left cannot be written to, and following again brings back only its own window", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW, HELLO, { do: "unfollow" });
  expect(await box.say(token, mei)).toBe(45015);
  box.act(mei, FOLLOW);
  const codes = [];
  for (let n = 0; n < 4; n++) codes.push(await box.say(token, mei));
  expect(codes).toEqual([0, 0, 0, 45047]);
});

test("a passive reply uses up nothing", async () => {
  await using box = await openBox();
  const token = await box.token();
  const mei = box.person(FOLLOW);
  await box.clock.advance(HOUR);
  box.act(mei, HELLO);
  box.platform.showPassive(box.appId, mei.openid, { msgtype: "text" });
  const codes = [];
  for (let n = 0; n < 6; n++) codes.push(await box.say(token, mei));
  expect(codes).toEqual([0, 0, 0, 0, 0, 45047]);
});

/** How many messages go through after a follow and a message at the same moment. */
test.each([
  ["per-kind", 8],
  ["strict", 5],
  ["reset-max", 5],
  ["accumulate", 8],
] as const)("the merge rule %s allows %i", async (mergeRule, allowed) => {
  await using box = await openBox({ mergeRule });
  const token = await box.token();
  const mei = box.person(FOLLOW, HELLO);
  const codes = [];
  for (let n = 0; n <= allowed; n++) codes.push(await box.say(token, mei));
  expect(codes).toEqual([...Array(allowed).fill(0), 45047]);
});

/** Two of five are left; a scan adds its three; two messages go out; the scan's minute passes. */
test.each([
  ["per-kind", 2],
  ["strict", 0],
  ["reset-max", 1],
  ["accumulate", 3],
] as const)(
  "under %s, %i of a message and a scan are left when the minute is over",
  async (mergeRule, left) => {
    await using box = await openBox({ mergeRule });
    const token = await box.token();
    const mei = box.person(FOLLOW);
    await box.clock.advance(HOUR);
    box.act(mei, HELLO);
    for (let n = 0; n < 3; n++) await box.say(token, mei);
    box.act(mei, { do: "scan", scene: "x" });
    for (let n = 0; n < 2; n++) expect(await box.say(token, mei)).toBe(0);
    await box.clock.advance(MINUTE);
    const codes = [];
    for (let n = 0; n <= left; n++) codes.push(await box.say(token, mei));
    expect(codes).toEqual([...Array(left).fill(0), 45047]);
  },
);

test.each([
  ["none", 0],
  ["legacy20", 20],
  ["unlimited48h", 30],
] as const)("the payment rule %s allows %i of 30", async (paymentRule, allowed) => {
  await using box = await openBox({ paymentRule });
  const token = await box.token();
  const mei = box.person(FOLLOW);
  await box.clock.advance(HOUR);
  box.act(mei, { do: "pay" });
  const codes = [];
  for (let n = 0; n < 30; n++) codes.push(await box.say(token, mei));
  expect(codes.filter((code) => code === 0)).toHaveLength(allowed);
  await box.clock.advance(48 * HOUR - 1);
  if (allowed === 30) expect(await box.say(await box.token(), mei)).toBe(0);
  await box.clock.advance(1);
  expect(await box.say(await box.token(), mei)).toBe(45015);
});
