import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AgentApplication,
  type AgentApplicationOptions,
  AttachmentDownloader,
  type InputFile,
  type TurnState,
} from "@microsoft/agents-hosting";
import { expect, onTestFinished, test, vi } from "vitest";
import type { BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import type { Agent } from "../../src/agents/agent.ts";
import { WeChatFileDownloader } from "../../src/agents/files.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { testWeChat } from "../../src/testing/index.ts";
import { openTown } from "../helpers/openTown.ts";
import { ACCOUNT } from "../helpers/road.ts";

type Options = Partial<AgentApplicationOptions<TurnState>>;

/** An agent that tells what files came, in the state and in the activity. */
function agent(adapter: WeChatAgentAdapter, options: Options): AgentApplication<TurnState> {
  const app = new AgentApplication<TurnState>({ adapter, storage: adapter.botStorage, ...options });
  app.onActivity("message", async (context, state) => {
    const files = state.getValue<InputFile[]>("inputFiles") ?? [];
    const inState = files.map(({ content, contentType }) => `${contentType} ${content.length > 0}`);
    const { text, attachments } = context.activity;
    await context.sendActivity(
      JSON.stringify({
        text: text === undefined ? "undefined" : text,
        inState,
        ids: attachments?.map(({ content }) => typeof (content as { mediaId: string }).mediaId),
        url: attachments?.[0]?.contentUrl,
      }),
    );
  });
  return app;
}

/** A town with such an agent, whose follower sends files. */
async function town(options: Options, how: "application" | "function" = "application") {
  let app: Agent | undefined;
  // The simulated WeChat does not start in production; what comes after it does.
  vi.stubEnv("NODE_ENV", "test");
  const opened = await openTown((async () => {}) as BotLogic, {
    create: (settings) => {
      vi.unstubAllEnvs();
      const adapter = new WeChatAgentAdapter(settings as never);
      const made = agent(adapter, options);
      app = how === "application" ? made : async (context) => void (await made.run(context));
      const process = adapter.process.bind(adapter);
      adapter.process = (request, response) => process(request, response, app as Agent);
      return adapter as unknown as WeChatAdapter;
    },
  });
  onTestFinished(() => opened.close());
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  const heard = () => JSON.parse((mei.screen().at(-1) ?? "").replace(/^[\w-]+: /, ""));
  return { mei, heard, opened };
}

/** Where a picture can be had by http://localhost, as the SDK's own downloader may. */
async function picture(): Promise<string> {
  const server = createServer((_request, response) => void response.end(Buffer.alloc(64, 1)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/picture.jpg`;
}

test.each([
  ["WeChatFileDownloader", () => new WeChatFileDownloader()],
  ["the SDK's own AttachmentDownloader", () => new AttachmentDownloader()],
])("pictures, voices and videos are in the state by %s", async (_name, downloader) => {
  const { mei, heard } = await town({ fileDownloaders: [downloader()] });
  await mei.does({ do: "image", picUrl: await picture() });
  expect(heard()).toMatchObject({
    text: "undefined",
    inState: ["image/jpeg true"],
    ids: ["string"],
  });
  await mei.does({ do: "voice" });
  expect(heard()).toMatchObject({ inState: [expect.stringMatching(/^audio\/.* true$/)] });
  await mei.does({ do: "video" });
  expect(heard()).toMatchObject({ inState: ["video/mp4 true"], ids: ["string"] });
  await mei.says("words");
  expect(heard()).toEqual({ text: "words", inState: [] });
});

test("an application in a function gets no exception from the SDK's downloader", async () => {
  const { mei, heard } = await town({ fileDownloaders: [new AttachmentDownloader()] }, "function");
  await mei.does({ do: "voice" });
  expect(heard()).toMatchObject({ inState: [expect.stringMatching(/ false$/)], ids: ["string"] });
});

test("WeChat's picture has its https address, and no words", async () => {
  const app = agent(new WeChatAgentAdapter({ accounts: [ACCOUNT] }), {});
  const wechat = await testWeChat(app);
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.sendsImage();
  const { text, url } = JSON.parse(String(mei.sees()[0]));
  expect(text).toBe("undefined");
  expect(url).toMatch(/^https:\/\/mmbiz\.qpic\.cn\//);
});

test("a file that cannot be had is left out, and the log says why", async () => {
  const lines: string[] = [];
  const log = {
    info: () => {},
    warn: (_: object, text: string) => void lines.push(text),
    error() {},
  };
  const app = agent(new WeChatAgentAdapter({ accounts: [ACCOUNT] }), {
    fileDownloaders: [new WeChatFileDownloader()],
  });
  const wechat = await testWeChat(app, {
    adapter: { log, download: () => Promise.reject(new Error("gone")) },
    account: { speechRecognition: true },
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  await mei.sendsVoice("你好");
  expect(JSON.parse(String(mei.sees()[0]))).toMatchObject({ text: "你好", inState: [] });
  expect(lines).toContain("a follower's file could not be fetched for the agent");
});

test.each([
  ["WeChatFileDownloader", true, () => new WeChatFileDownloader()],
  ["WeChatFileDownloader", false, () => new WeChatFileDownloader()],
  ["AttachmentDownloader", true, () => new AttachmentDownloader()],
  ["AttachmentDownloader", false, () => new AttachmentDownloader()],
])(
  "testWeChat gives files without a network to %s (verified: %s)",
  async (_name, verified, made) => {
    const app = agent(new WeChatAgentAdapter({ accounts: [ACCOUNT] }), {
      fileDownloaders: [made()],
    });
    const wechat = await testWeChat(app, { verified });
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.sendsImage();
    await mei.sendsVoice();
    const [picture, voice] = mei.sees().map((one) => JSON.parse(String(one)));
    expect(picture).toMatchObject({ text: "undefined", inState: ["image/jpeg true"] });
    expect(voice).toMatchObject({ inState: [expect.stringMatching(/^audio\/.* true$/)] });
  },
);
