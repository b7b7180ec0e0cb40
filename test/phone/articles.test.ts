import { expect, it } from "vitest";
import { createClient } from "../../src/client/client.ts";
import { JPG } from "../client/rig.ts";
import { memoryLog } from "../client/scripted.ts";
import { complaintsOf, describeInBrowser, useBrowser } from "./browser.ts";
import { openPhoneRig } from "./rig.ts";

const PATIENCE = { timeout: 20_000 };

describeInBrowser("articles on the phone", () => {
  const browser = useBrowser();

  it("draft, preview, mass send, publish: the card stands in the chat and leads to the article, and results are pushed", async () => {
    const rig = await openPhoneRig();
    const { appId, appSecret } = rig.account.settings;
    const client = createClient({
      appId,
      secret: appSecret,
      apiBase: rig.simulator.url,
      log: memoryLog(),
    });
    const { body } = await rig.order("/api/people", { name: "梅" });
    const openid = body.openid ?? "";
    await rig.order("/api/act", { openid, action: { do: "follow" } });
    const page = await browser().newPage();
    page.setDefaultTimeout(20_000);
    const complaints = complaintsOf(page);
    await page.goto(`${rig.phone.address}/?lang=en`);
    const cards = page.locator(".handset").first().locator(".card.news");

    const cover = await client.media.upload(JPG, { type: "image", permanent: true });
    const article = (title: string) => ({
      ...{ title, digest: "刚刚上架", content: "<p>第一批<b>柿子</b>到了</p>" },
      thumb_media_id: cover.mediaId,
    });
    const { media_id } = await client.call("draft.add", {
      articles: [article("上新"), article("价目")],
    });
    const content = { msgtype: "mpnews", mpnews: { media_id } } as const;
    await client.call("mass.preview", { touser: openid, ...content });
    await expect.poll(() => cards.count(), PATIENCE).toBe(1);
    expect(await cards.first().textContent()).toContain("上新");
    await client.call("mass.sendAll", { filter: { is_to_all: true }, ...content });
    await expect.poll(() => cards.count(), PATIENCE).toBe(2);
    expect(await cards.last().textContent()).toContain("价目");

    const link = cards.last().locator("a").first();
    const [opened] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await opened.waitForLoadState();
    expect(await opened.locator("h1").textContent()).toBe("上新");
    expect(await opened.locator("body").textContent()).toContain("第一批 柿子 到了");
    expect(await opened.locator("b").count()).toBe(0);

    const next = await client.call("draft.add", { articles: [article("只发布")] });
    await client.call("publish.submit", { media_id: next.media_id });
    const pushed = () =>
      rig.simulator.platform.timeline.of("push.ended").flatMap(({ pushId }) =>
        rig.simulator.platform.timeline
          .of("push.begun")
          .filter((one) => one.pushId === pushId)
          .map(({ push }) => push.Event),
      );
    await expect
      .poll(pushed, PATIENCE)
      .toEqual(["subscribe", "MASSSENDJOBFINISH", "PUBLISHJOBFINISH"]);
    expect(await cards.count()).toBe(2);
    expect(complaints).toEqual([]);
    await client.close();
    await page.close();
  }, 90_000);
});
