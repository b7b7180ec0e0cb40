import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Activity, TurnContext } from "botbuilder";
import { MessageFactory } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import type { VoiceAudio } from "../../src/adapter/accounts/talkSettings.ts";
import { voiceKind, wavOf } from "../../src/client/media/voiceKinds.ts";
import { ManualClock, sleep, testWeChat } from "../../src/testing/index.ts";
import { textPush } from "../helpers/road.ts";
import { shown, type TalkOptions, type TalkRig, talkRig } from "./talkRig.ts";

const AMR = Buffer.concat([Buffer.from("#!AMR\n"), Buffer.alloc(64, 0x3c)]);

/** WeChat's API as far as a file's download needs it. */
async function api(file: Buffer): Promise<string> {
  const server = createServer((request, response) => {
    const isFile = request.url?.includes("/media/get") === true;
    const headers = {
      "Content-Type": isFile ? "audio/amr" : "application/json",
      ...(isFile && { "Content-Disposition": 'attachment; filename="v.amr"' }),
    };
    response.writeHead(200, headers);
    response.end(
      isFile ? file : JSON.stringify({ access_token: "t".repeat(40), expires_in: 7_200 }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function voice(recognition = "", format = "amr") {
  const { Content: _, ...head } = textPush("");
  return { ...head, MsgType: "voice", MediaId: "v1", Format: format, Recognition: recognition };
}

async function rigWith(options: TalkOptions, file = AMR) {
  const heard: Partial<Activity>[] = [];
  const logic = async (context: TurnContext) => {
    heard.push(context.activity);
    const { text } = context.activity;
    if (text === "选")
      return void (await context.sendActivity(
        MessageFactory.suggestedActions(["大杯", "小杯"], "哪种？"),
      ));
    await context.sendActivity(text === "" ? "（没有文字）" : `收到：${text}`);
  };
  const apiBase = await api(file);
  const account = { appSecret: "s".repeat(32), ...options.account };
  const rig: TalkRig = talkRig(logic, { ...options, account, adapter: { apiBase } });
  return { rig, heard };
}

test("a voice for which WeChat gave no words reaches the bot with those that were heard", async () => {
  const got: VoiceAudio[] = [];
  const transcribe = (audio: VoiceAudio, context: object) => {
    got.push(audio);
    expect(context).toMatchObject({ mediaId: "v1", locale: "zh-CN", follower: { openid: "oMei" } });
    return " 我要大杯 ";
  };
  const { rig, heard } = await rigWith({ account: { transcribe } });
  expect(shown(await rig.until(rig.push(voice())))).toBe("收到：我要大杯");
  expect(got[0]).toMatchObject({ kind: "amr", format: "amr" });
  expect(got[0]?.bytes.equals(AMR)).toBe(true);
  expect(heard[0]).toMatchObject({ text: "我要大杯", channelData: { transcribed: true } });
  expect(heard[0]?.attachments).toHaveLength(1);
});

test("where WeChat gave words, nobody is asked", async () => {
  let asked = 0;
  const { rig, heard } = await rigWith({
    account: {
      transcribe: () => {
        asked += 1;
        return undefined;
      },
    },
  });
  expect(shown(await rig.until(rig.push(voice("你好"))))).toBe("收到：你好");
  expect(asked).toBe(0);
  expect(heard[0]?.channelData.transcribed).toBeUndefined();
});

test("the words of a voice answer a choice", async () => {
  const { rig } = await rigWith({ account: { transcribe: () => "小杯" } });
  await rig.until(rig.says("选"));
  expect(shown(await rig.until(rig.push(voice())))).toBe("收到：小杯");
});

test.each([true, false])(
  "eight seconds of transcribing are one visible answer; customer service: %s",
  async (customerService) => {
    let rig: TalkRig | undefined;
    const transcribe = async () => {
      await rig?.sleep(8_000);
      return "八秒";
    };
    const made = await rigWith({ account: { transcribe, customerService } });
    rig = made.rig;
    const outcome = await rig.until(rig.push(voice()));
    await rig.pass(20_000);
    expect([shown(outcome), ...rig.sent].filter((text) => text !== "")).toEqual(["收到：八秒"]);
    expect(made.heard).toHaveLength(1);
  },
);

test("a transcriber that fails is logged, and the bot gets the voice", async () => {
  const transcribe = () => {
    throw new Error("no model");
  };
  const { rig } = await rigWith({ account: { transcribe } });
  expect(shown(await rig.until(rig.push(voice())))).toBe("（没有文字）");
  expect(rig.log.join()).toContain("a voice could not be transcribed");
});

test("voices among messages in a row are heard too, in their place", async () => {
  const { rig, heard } = await rigWith({
    account: { transcribe: () => "语音", gather: { quietMs: 500 } },
  });
  await rig.until(Promise.all([rig.says("一"), rig.push(voice()), rig.says("三")]));
  expect(heard.map(({ text }) => text)).toEqual(["一\n语音\n三"]);
});

test("the first bytes tell the kind", () => {
  const kinds = [
    "#!AMR\n",
    "#!AMR-WB\n",
    "\x02#!SILK_V3",
    "#!SILK_V3",
    "OggS",
    "ID3",
    "RIFF",
    "spx",
  ];
  expect(kinds.map((head) => voiceKind(Buffer.from(head, "latin1")))).toEqual([
    "amr",
    "amr-wb",
    "silk",
    "silk",
    "ogg",
    "mp3",
    "wav",
    "unknown",
  ]);
});

test("ffmpeg makes WAV of it where it is installed, and is named where it is not", async () => {
  await expect(wavOf(AMR, "no-such-ffmpeg")).rejects.toMatchObject({ code: "no-ffmpeg" });
  const folder = mkdtempSync(join(tmpdir(), "ffmpeg-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = (name: string, script: string) => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const wav = await wavOf(AMR, program("good", 'printf "RIFF $*"; cat'));
  expect(wav.toString("latin1")).toMatch(/^RIFF .*-i pipe:0 -f wav -ar 16000 -ac 1 pipe:1#!AMR\n/);
  await expect(wavOf(AMR, program("bad", "echo 'Invalid data' >&2; exit 1"))).rejects.toMatchObject(
    {
      code: "media-format",
      message: expect.stringContaining("Invalid data"),
    },
  );
});

test.each([true, false])(
  "testWeChat gives the voice to transcribe (verified: %s)",
  async (verified) => {
    const heard: unknown[] = [];
    const clock = new ManualClock();
    const wechat = await testWeChat(
      async (context) => {
        if (context.activity.type === "message") await context.sendActivity(context.activity.text);
      },
      {
        clock,
        verified,
        settings: {
          transcribe: async ({ bytes, kind }) => {
            heard.push([kind, bytes.length > 0]);
            await sleep(clock, 8_000);
            return "我想订位";
          },
        },
      },
    );
    const mei = wechat.follower("Mei");
    await mei.subscribes();
    await mei.sendsVoice();
    await wechat.advance("1min");
    expect(mei.sees()).toEqual(["我想订位"]);
    expect(heard).toEqual([["amr", true]]);
  },
);
