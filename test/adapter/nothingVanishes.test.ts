import type { Activity } from "botbuilder";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testWeChat } from "../../src/testing/testWeChat.ts";
import { anyActivity } from "./generated/anyActivity.ts";
import { render } from "./render.ts";

// Every activity that has something to say shows something, or its sender learns why not.

test("whatever a bot attaches shows something, and so does what stands in for it", () => {
  const attachment = anyActivity.map(({ attachments }) =>
    (Array.isArray(attachments) ? attachments : []).slice(0, 1),
  );
  fc.assert(
    fc.property(attachment, (attachments) => {
      const isThere = attachments.some((one) => typeof one === "object" && one !== null);
      if (!isThere || Array.isArray(attachments[0])) return;
      const { parts } = render({ attachments });
      expect(parts.length).toBeGreaterThan(0);
      for (const part of parts) {
        if ("upload" in part) expect(part.instead.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 600 },
  );
}, 120_000);

const DATA = "data:image/svg+xml;base64,PHN2Zy8+";
const UNSHOWABLE: readonly (readonly [string, Partial<Activity>])[] = [
  [
    "a picture inside of the message",
    { attachments: [{ contentType: "image/svg+xml", contentUrl: DATA }] },
  ],
  [
    "a relative address",
    { attachments: [{ contentType: "image/png", contentUrl: "/files/a.png" }] },
  ],
  [
    "a file of the machine",
    { attachments: [{ contentType: "audio/wav", contentUrl: "file:///a.wav" }] },
  ],
  [
    "a sound inside of it",
    { attachments: [{ contentType: "audio/wav", contentUrl: "data:audio/wav;base64,UklGRg==" }] },
  ],
  [
    "a document inside of it",
    {
      attachments: [
        { contentType: "application/pdf", contentUrl: "data:application/pdf;base64,JVBE" },
      ],
    },
  ],
  [
    "a card with a picture alone",
    {
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.hero",
          content: { images: [{ url: "/a.png" }] },
        },
      ],
    },
  ],
  [
    "a card of nobody's",
    { attachments: [{ contentType: "application/x-own", content: { a: 1 } }] },
  ],
  [
    "buttons without a title",
    { suggestedActions: { to: [], actions: [{ type: "payment" } as never] } },
  ],
];

test.each(UNSHOWABLE)(
  "%s is said not to be shown, each time, and the log says why each time",
  async (_, activity) => {
    const lines: object[] = [];
    const warn = (facts: object, words: string) =>
      void (words.endsWith("cannot be shown") && lines.push(facts));
    const log = { info: () => {}, warn, error: () => {} };
    const wechat = await testWeChat(
      async (context) => {
        if (context.activity.type === "message") await context.sendActivity(activity);
      },
      { verified: false, adapter: { log } },
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    for (let i = 0; i < 3; i++) {
      await mei.says("看看");
      expect(mei.sees()).toEqual([expect.stringMatching(/^（.*暂时无法显示）$/)]);
    }
    expect(lines).toHaveLength(3);
    await wechat.close();
  },
);

test("a card of an Office 365 connector is read out, with what it opens", () => {
  const card = {
    contentType: "application/vnd.microsoft.teams.card.o365connector",
    content: {
      title: "构建 **失败**",
      text: "分支 main",
      sections: [{ activityTitle: "小李", facts: [{ name: "状态", value: "红" }] }],
      potentialAction: [
        {
          "@type": "OpenUri",
          name: "看日志",
          targets: [{ os: "default", uri: "https://e.org/log" }],
        },
      ],
    },
  };
  expect(render({ attachments: [card] }, { locale: "zh-CN" }).texts).toEqual([
    '【构建 失败】\n分支 main\n小李\n状态：红\n\n<a href="https://e.org/log">看日志</a>',
  ]);
});

test("who withholds everything, or thinks and says nothing, can be told apart by the id", async () => {
  const results: unknown[] = [];
  const wechat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message") return;
      const { adapter } = wechat;
      const reference = { conversation: context.activity.conversation };
      for (const text of ["<think>嗯</think>", "不许说", "", "可以说"]) {
        const sent = await context.sendActivity({ type: "message", text });
        results.push(await adapter.dispatchOf(reference, sent?.id ?? ""));
      }
    },
    { settings: { moderate: async (text) => (text === "不许说" ? undefined : text) } },
  );
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  await mei.says("你好");
  expect(mei.sees()).toEqual(["可以说"]);
  expect(results.slice(0, 3)).toEqual([
    { unshown: "reasoning" },
    { unshown: "withheld" },
    undefined,
  ]);
  await wechat.close();
});

test("words of unseen signs alone are no message", () => {
  expect(render({ text: "\u200b" }).texts).toEqual([]);
  expect(render({ text: "\u2060 \ufeff\n" }).texts).toEqual([]);
});
