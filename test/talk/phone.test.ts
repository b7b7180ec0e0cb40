import { expect, test } from "vitest";
import type { Observed } from "../../src/adapter/watch/observe.ts";
import { BotWatch, type Told } from "../../src/commands/bot/watchBot.ts";
import { People } from "../../src/console/people.ts";
import { later } from "../../src/index.ts";
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
  return { observe, ours, people, events };
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
