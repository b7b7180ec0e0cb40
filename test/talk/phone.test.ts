import { expect, onTestFinished, test, vi } from "vitest";
import type { Observed } from "../../src/adapter/watch/observe.ts";
import { BotWatch, type Heard, type Told } from "../../src/commands/bot/watchBot.ts";
import { People } from "../../src/console/people.ts";
import { later } from "../../src/index.ts";
import { Model } from "../../src/simulator/phone/page/model.ts";
import type { Item } from "../../src/simulator/phone/wire.ts";
import { textPush } from "../helpers/road.ts";
import { talkRig } from "./talkRig.ts";

/** What page and console are told of everything that happens in a talk. */
function watched() {
  const told: Told[] = [];
  const events: Observed[] = [];
  const people = new People();
  const watch = new BotWatch(
    (one) => told.push(one),
    () => 0,
  );
  const observe = (event: Observed) => {
    events.push(event);
    watch.observe(event);
    people.hear(event);
  };
  const ours = () => told.flatMap((one) => (one.tell === "ours" ? [one.event] : []));
  return { observe, ours, people, events, watch };
}

test("gathered pushes are told with the turn that they belong to", async () => {
  const { observe, ours } = watched();
  const rig = talkRig(async (context) => void (await context.sendActivity("ok")), {
    account: { gather: { quietMs: 500 } },
    adapter: { observe },
  });
  await rig.until(Promise.all([rig.says("one"), rig.says("two")]));
  const keys = ours().flatMap((one) => (one.see === "delivery" ? [one.key] : []));
  const [turn, ...others] = ours().filter((one) => one.see === "turn");
  expect(others).toEqual([]);
  expect(turn).toMatchObject({ key: keys[1], gathered: [keys[0]], proactive: false });
});

test("a stopped turn is told as that", async () => {
  const { observe, ours } = watched();
  const rig = talkRig(
    async (context) => {
      if (context.activity.text === "slow") await new Promise(() => {});
      await context.sendActivity("ok");
    },
    { account: { onNewer: "stop" }, adapter: { observe } },
  );
  void rig.says("slow");
  await rig.pass(500);
  await rig.until(rig.says("quick"));
  const steps = ours().flatMap((one) => (one.see === "step" ? [one.stopped] : []));
  expect(steps).toEqual(["turn", undefined]);
});

test("a job's way is told, to the phone and to the console, without a word of it", async () => {
  const { observe, ours, people, events } = watched();
  const rig = talkRig(async (context) => void (await later(context, "report", "secret words")), {
    adapter: { observe, jobs: { report: () => "secret result" } },
  });
  await rig.until(rig.says("go"));
  await rig.pass(5_000);
  const states = ours().flatMap((one) => (one.see === "job" ? [one.state] : []));
  expect(states).toEqual(["waiting", "running", "finished", "done"]);
  const [known] = people.of("wx0123456789abcdef", 1);
  expect(known?.jobs).toMatchObject([{ name: "report", state: "done", attempt: 1 }]);
  const jobs = events.filter(({ see }) => see === "job");
  expect(JSON.stringify(jobs)).not.toContain("secret");
});

test("words that the account's transcribe gave stand under their voices on the phone, gathered ones too", async () => {
  const { ours, watch } = watched();
  const bytes = Buffer.from("#!AMR\n");
  const words = new Map([
    ["v1", "我要大杯"],
    ["v2", "加冰"],
  ]);
  const rig = talkRig(async (context) => void (await context.sendActivity("ok")), {
    account: {
      gather: { quietMs: 500 },
      transcribe: (_audio, { mediaId }) => words.get(mediaId),
    },
    adapter: { download: async () => ({ bytes, contentType: "audio/amr", fileName: undefined }) },
  });
  for (const adapter of rig.adapters) {
    adapter.use(async ({ activity }, next) => {
      watch.hears({ openid: "oMei", key: "k" }, activity as Heard);
      await next();
    });
  }
  const voice = (MediaId: string, Recognition = "") => {
    const { Content: _, ...head } = textPush("");
    return { ...head, MsgType: "voice", MediaId, Format: "amr", Recognition };
  };
  await rig.until(Promise.all([rig.push(voice("v1")), rig.push(voice("v2"))]));
  await rig.until(rig.push(voice("v3", "WeChat heard this")));
  const heard = ours().filter(({ see }) => see === "heard");
  expect(heard).toMatchObject([
    { openid: "oMei", mediaId: "v1", text: "我要大杯" },
    { openid: "oMei", mediaId: "v2", text: "加冰" },
  ]);
  // A page that nobody looks at.
  vi.stubGlobal("document", { hidden: true });
  onTestFinished(() => void vi.unstubAllGlobals());
  const model = new Model();
  const did = (id: string, seq: number): Item => ({
    ...{ is: "did", seq, at: 0, openid: "oMei", action: { do: "voice" } },
    media: { id, type: "voice", contentType: "audio/amr", fileName: "v.amr" },
  });
  const told = heard.map((event): Item => ({ is: "ours", event }));
  model.items([did("v1", 1), did("v2", 2), did("v3", 3), ...told]);
  const texts = model
    .chat("oMei")
    .map((entry) =>
      entry.is === "did" && entry.action.do === "voice" ? entry.action.recognition : "",
    );
  expect(texts).toEqual(["我要大杯", "加冰", undefined]);
});
