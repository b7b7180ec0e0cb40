import { expect, expectTypeOf, test } from "vitest";
import type { Account } from "../../src/adapter/accounts/account.ts";
import type { Courier } from "../../src/adapter/send/courier.ts";
import type { WeChatApiError } from "../../src/client/apiError.ts";
import { createCourier } from "../../src/client/messages/courier.ts";
import type { Reply } from "../../src/protocol/reply.ts";
import {
  type Move,
  OK,
  OPENID,
  refusal,
  SEND_PATH,
  scriptedClient,
  settled,
  TOKEN_PATH,
} from "./scripted.ts";

const account = { appId: "wx0123456789abcdef" };
const text: Reply = { type: "text", content: "x" };

async function verdictOn(move: Move, reply = text, path = SEND_PATH) {
  const rig = scriptedClient((call) => (call.path === path ? move : undefined));
  const told: number[] = [];
  const courier = createCourier(() => rig.client, {
    told: (_account, error: WeChatApiError) => told.push(error.errcode ?? 0),
  });
  const verdict = await settled(rig.clock, courier(account, OPENID, reply));
  return { verdict, told, sends: rig.weChat.of(SEND_PATH).length };
}

test("it fits the adapter's port", () => {
  expectTypeOf(createCourier<Account>(() => undefined)).toExtend<Courier>();
});

test("sent", async () => {
  expect(await verdictOn(OK)).toEqual({ verdict: "sent", told: [], sends: 1 });
});

test.each([45015, 45047, 48001, 48002, 43004, 50005, 45009, 61007, 61016, 45087, 45094, 48004])(
  "%i keeps the message for the next contact, and the owner hears the code",
  async (errcode) => {
    const { verdict, told } = await verdictOn(refusal(errcode));
    expect(verdict).toEqual({ held: errcode });
    expect(told).toEqual([errcode]);
  },
);

test.each([40003, 40007, 40008, 43019, 44004, 45002, 45008, 47001, 48008, 50002])(
  "%i is a refusal of this very message",
  async (errcode) => {
    expect((await verdictOn(refusal(errcode))).verdict).toEqual({ refused: errcode });
  },
);

test.each<[string, Move]>([
  ["a cut", "cut"],
  ["silence", "stall"],
  ["a 502", { status: 502, body: "" }],
  ["HTML", { body: "<html>" }],
])("%s is unknown, and sent once", async (_name, move) => {
  expect(await verdictOn(move)).toMatchObject({ verdict: "unknown", sends: 1 });
});

test("what was surely not done may be tried later", async () => {
  expect((await verdictOn("unreachable")).verdict).toBe("not-sent");
  expect((await verdictOn(refusal(-1))).verdict).toBe("not-sent");
  expect((await verdictOn(refusal(45011))).verdict).toBe("not-sent");
  expect((await verdictOn({ status: 429, body: "" })).verdict).toBe("not-sent");
  expect(await verdictOn(refusal(40164), text, TOKEN_PATH)).toMatchObject({
    verdict: "not-sent",
    sends: 0,
  });
});

test("a reply without counterpart is refused like a wrong type, without a call", async () => {
  const { verdict, sends } = await verdictOn(OK, { type: "transfer_biz_ai_ivr" });
  expect(verdict).toEqual({ refused: 40008 });
  expect(sends).toBe(0);
});

test("where WeChat refuses the better form, the passive form goes; menus are not tried twice", async () => {
  const menu = { type: "msgmenu", items: [{ id: "1", content: "A" }] } as const;
  let menus = 0;
  const { clock, client, weChat } = scriptedClient(({ path, body }) => {
    if (path !== SEND_PATH || JSON.parse(body).msgtype !== "msgmenu") return undefined;
    menus += 1;
    return refusal(40200);
  });
  const courier = createCourier(() => client);
  for (let i = 0; i < 2; i++) {
    const sent = courier(account, OPENID, text, { custom: menu, marks: { kfAccount: "a@b" } });
    expect(await settled(clock, sent)).toBe("sent");
  }
  expect(menus).toBe(1);
  const bodies = weChat.of(SEND_PATH).map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ msgtype }) => msgtype)).toEqual(["msgmenu", "text", "text"]);
  expect(bodies[2].customservice).toEqual({ kf_account: "a@b" });
});

test("an account's messages carry its marks", async () => {
  const { clock, client, weChat } = scriptedClient(() => undefined);
  const courier = createCourier(() => client, { marks: () => ({ kfAccount: "a@b", ai: true }) });
  expect(await settled(clock, courier(account, OPENID, text))).toBe("sent");
  expect(JSON.parse(weChat.of(SEND_PATH)[0]?.body ?? "")).toMatchObject({
    customservice: { kf_account: "a@b" },
    aimsgcontext: { is_ai_msg: 1 },
  });
});

test("without a client for the account the message is held; a client's own bug is unknown", async () => {
  expect(await createCourier(() => undefined)(account, OPENID, text)).toBe("held");
  const broken = {
    call: () => Promise.reject(new TypeError("bug")),
  } as unknown as Parameters<typeof createCourier>[0] extends (a: never) => infer C ? C : never;
  expect(await createCourier(() => broken)(account, OPENID, text)).toBe("unknown");
});
