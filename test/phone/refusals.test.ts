import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { inChinese } from "../../src/commands/words/inChinese.ts";
import { writeTest } from "../../src/testing/index.ts";
import { complaintsOf, describeInBrowser, useBrowser } from "./browser.ts";
import { openPhoneRig, type PhoneRig } from "./rig.ts";

const isChinese = (text: unknown) => typeof text === "string" && /\p{Script=Han}/u.test(text);
const PUSH = "<xml><MsgType>text</MsgType></xml>";

/** A rig whose page speaks Chinese too, with somebody who does not follow yet. */
async function open() {
  const rig: PhoneRig = await openPhoneRig({
    inChinese,
    writeTest: (who, form) =>
      form === "dialogue" ? "" : writeTest(rig.simulator.platform.timeline.events, { who, form }),
  });
  const { appId } = rig.account.settings;
  const { openid } = rig.simulator.platform.addFollower(appId, { name: "Mei" });
  return { ...rig, openid };
}

describe("what the page's server refuses", () => {
  it("stands in Chinese beside the English, whatever is asked wrongly", async () => {
    const { post, phone, openid, simulator, account, get } = await open();
    const act = (action: object) => post("/api/act", { openid, action });
    const { appId } = account.settings;
    const refused: [what: string, body: Readonly<Record<string, unknown>>][] = [];
    const note = async (what: string, answer: Promise<{ status: number; body: object }>) => {
      const { status, body } = await answer;
      expect(status, what).toBeGreaterThanOrEqual(400);
      refused.push([what, body as Record<string, unknown>]);
    };
    await note("say", act({ do: "say", text: "hi" }));
    await note("a code", act({ do: "scan", ticket: "none" }));
    await act({ do: "follow" });
    await note("follow", act({ do: "follow" }));
    await note("choose", act({ do: "choose", id: "9" }));
    const button = [{ type: "click", name: "Today", key: "MENU_1" } as const];
    simulator.platform.record("menu.set", { appId, menu: { menuId: "1", button } });
    await note("tap", act({ do: "tap", key: "none" }));
    await note("an action", act({ do: "dance" }));
    await note("a field", act({ do: "say" }));
    await note("a person", post("/api/act", { openid: "nobody", action: { do: "follow" } }));
    await note("no object", post("/api/act", []));
    await note("no text", post("/api/act", { openid: 1 }));
    await note("time", post("/api/time", { ms: -1 }));
    await note("slow", post("/api/trouble", { slowMs: -1 }));
    await note("a fault", post("/api/trouble", { fault: { do: "status", status: 42 } }));
    await note("a kind of fault", post("/api/trouble", { fault: { do: "burn" } }));
    await note("kind", post("/api/account", { kind: "bank" }));
    await note("rights", post("/api/account", { kind: "service", without: 1 }));
    for (const type of ["image", "voice", "video"]) {
      const base64 = Buffer.from("text").toString("base64");
      await note(type, post("/api/media", { type, name: "a", base64 }));
    }
    const big = Buffer.alloc(10_500_000).toString("base64");
    await note("a big file", post("/api/media", { type: "image", name: "a", base64: big }));
    await note(
      "a bigger body",
      post("/api/media", { type: "image", base64: "A".repeat(17_000_000) }),
    );
    await note("resend", post("/api/resend", { id: "none" }));
    await act({ do: "say", text: "once" });
    const id = simulator.platform.timeline.of("push.begun").at(-1)?.pushId ?? "";
    for (const xml of ["<xml>", "<!DOCTYPE xml><xml/>", "<doc/>", "<xml></xml>"]) {
      await note(`resend ${xml}`, post("/api/resend", { id, xml }));
    }
    expect((await post("/api/resend", { id, xml: PUSH })).status).toBe(200);
    for (const value of ["{", "[]"]) {
      await note(`state ${value}`, post("/api/state", { openid, key: "k", value, eTag: "1" }));
    }
    await note("state", post("/api/state", { openid, key: "k", value: "{}", eTag: "1" }));
    await note("write", post("/api/write", { openid, way: "custom", text: "hi" }));
    await note("restart", post("/api/bot", { do: "restart" }));
    await note("no such order", post("/api/dance", {}));
    const asked = async (answer: Response) => ({
      status: answer.status,
      body: (await answer.json()) as object,
    });
    await note("no such page", get("/api/none").then(asked));
    await note("push", get("/api/push/none").then(asked));
    await note("kept", get(`/api/kept/${openid}`).then(asked));
    const stranger = simulator.platform.addFollower(appId, { name: "Li" });
    await note("no chat", get(`/api/test/${stranger.openid}`).then(asked));
    const headers = { origin: phone.address, "content-type": "application/json" };
    const send = (init: RequestInit) =>
      fetch(`${phone.address}/api/act`, { method: "POST", headers, body: "{", ...init }).then(
        asked,
      );
    await note("no JSON", send({}));
    await note("a form", send({ headers: { ...headers, "content-type": "text/plain" } }));
    await note("another origin", send({ headers: { ...headers, origin: "https://evil.example" } }));
    await note("another name", byAnotherName(phone.address));

    const english = refused.filter(([, { message, zh }]) => isChinese(message) || !isChinese(zh));
    expect(english).toEqual([]);
    expect(refused.length).toBeGreaterThan(35);
    // Programs compare the code, and read English as before.
    expect(refused[0]?.[1]).toEqual({
      code: "simulator",
      message: "Mei cannot say: follow the account first.",
      zh: "Mei 还没有关注公众号，不能进行 say：请先关注。",
    });
  }, 60_000);
});

function byAnotherName(address: string): Promise<{ status: number; body: object }> {
  return new Promise((done, fail) => {
    const asked = request(address, { headers: { host: "rebound.example" } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (more) => {
        text += more;
      });
      answer.on("end", () => done({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
    });
    asked.on("error", fail);
    asked.end();
  });
}

describeInBrowser("on the page", () => {
  const browser = useBrowser();

  it("refusals are read in its language, also of a test that cannot be had, and of a server that is gone", async () => {
    const { phone, openid, order } = await open();
    const page = await browser().newPage({ viewport: { width: 1360, height: 860 } });
    page.setDefaultTimeout(20_000);
    const complaints = complaintsOf(page);
    await page.goto(`${phone.address}/?lang=zh`);
    const toast = page.locator(".toast.shown");
    const press = (name: string) => page.getByRole("button", { name, exact: true }).first().click();
    await page.getByRole("tab", { name: "用户" }).click();
    await page.getByRole("link", { name: "testWeChat 代码" }).click();
    await expect.poll(() => toast.innerText()).toContain("没有可写成测试的聊天");
    // Why there is no code for dialogues stands beside the button, and is said when it is pressed.
    await page.getByText("这不是本项目的服务器，这里不知道它的对话").first().waitFor();
    await page.getByRole("button", { name: "testDialogue 代码" }).click({ force: true });
    await expect.poll(() => toast.innerText()).toContain("请使用脚本");

    await order("/api/act", { openid, action: { do: "follow" } });
    await order("/api/act", { openid, action: { do: "say", text: "你好" } });
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "testWeChat 代码" }).click();
    expect((await saved).suggestedFilename()).toBe("chat.test.mjs");

    await page.getByRole("tab", { name: "往来" }).click();
    await page.locator(".record-head").first().click();
    await press("编辑");
    await page.locator(".xml-edit").fill("<xml>");
    await press("发送修改后的推送");
    await expect
      .poll(() => toast.innerText())
      .toBe("这不是推送：内容不是微信的格式：XML 格式不正确。");
    await press("English");
    await press("Send as edited");
    await expect.poll(() => toast.innerText()).toContain("That is not a push: The body is not");
    expect(complaints).toEqual([]);

    await phone.close();
    await press("中文");
    await press("发送修改后的推送");
    await expect.poll(() => toast.innerText()).toBe("模拟器没有应答。");
    await page.close();
  }, 60_000);
});
