import { type ConversationReference, ConversationState, type TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import type { Courier } from "../../src/adapter/send/courier.ts";
import type { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { alone, TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { ACCOUNT, seconds, type TestRoad } from "../helpers/road.ts";
import { SHELLS, type Shell } from "./shells.ts";

type Logic = (context: TurnContext) => Promise<void>;

/** As a skill host answers: with the claims of whoever called. */
function answer(
  shell: Shell,
  road: TestRoad,
  reference: Partial<ConversationReference>,
  logic: Logic,
): Promise<void> {
  const claims = { aud: "the skill" };
  return shell.name === "Agents SDK"
    ? (road.adapter as unknown as WeChatAgentAdapter).continueConversation(
        claims,
        reference as never,
        logic as never,
      )
    : road.adapter.continueConversationAsync(claims, reference, "audience", logic);
}

/** Two processes of one bot on one store: the first one gets WeChat's requests. */
async function twoProcesses(
  shell: Shell,
  run: (context: TurnContext, other: Other) => Promise<void>,
) {
  const sent: string[] = [];
  const courier: Courier = async (_account, _openid, reply) => {
    await seconds(0.05);
    if (reply.type === "text") sent.push(reply.content);
    return "sent";
  };
  const open = async (customerService: boolean) => {
    let reference: Partial<ConversationReference> = {};
    const settings = {
      accounts: [{ ...ACCOUNT, customerService }],
      ...(customerService && { courier }),
    };
    const other: Other = {
      says: (logic) => shell.continueConversation(second, reference, logic),
      answers: (logic) => answer(shell, second, reference, logic),
      state: () => new ConversationState(second.adapter.botStorage),
    };
    const road: TestRoad = await shell.road(async (context) => {
      reference = shell.referenceOf(context);
      await run(context, other);
    }, settings);
    const second: TestRoad = await shell.road(async () => {}, { ...settings, store: road.store });
    return road;
  };
  return { open, sent };
}

/** The second process, where the follower's turn does not run. */
interface Other {
  says(logic: Logic): Promise<void>;
  answers(logic: Logic): Promise<void>;
  state(): ConversationState;
}

const says = (text: string) => async (context: TurnContext) => {
  await context.sendActivity(text);
};

describe.each(SHELLS)("$name, from another process", (shell) => {
  test("what a turn waits for is sent at once where the account may, and the turn answers as ever", async () => {
    const seen: string[] = [];
    const two = await twoProcesses(shell, async (context, other) => {
      if (context.activity.text === "go") {
        await other.answers(says("from the skill"));
        seen.push(...two.sent);
      }
      await context.sendActivity(`answer to ${context.activity.text}`);
    });
    const road = await two.open(true);
    expect((await road.says("go")).text).toBe("answer to go");
    expect(seen).toEqual(["from the skill"]);
    expect(two.sent).toEqual(["from the skill"]);
    expect((await road.says("and")).text).toBe("answer to and");
  });

  test("or held where it may not: then it stands before the answer", async () => {
    let tookMs = 0;
    const two = await twoProcesses(shell, async (context, other) => {
      if (context.activity.text !== "go") return;
      const began = Date.now();
      await other.answers(says("from the skill"));
      tookMs = Date.now() - began;
      await context.sendActivity("after");
    });
    const road = await two.open(false);
    expect((await road.says("go")).text).toBe("from the skill\n\nafter");
    expect(tookMs).toBeLessThan(5_000);
  });

  test("so is what a service says that may be waited for, after a while", async () => {
    const two = await twoProcesses(shell, async (context, other) => {
      if (context.activity.text !== "go") return;
      await other.says(says("from the service"));
      await context.sendActivity("after");
    });
    const road = await two.open(false);
    expect((await road.says("go")).text).toBe("from the service\n\nafter");
  });

  test("many at once: each is shown once, and no more is sent than was granted", async () => {
    const words = Array.from({ length: 9 }, (_, i) => `word ${i}`);
    const two = await twoProcesses(shell, async (context, other) => {
      if (context.activity.text === "go") {
        await Promise.all(words.map((word) => other.answers(says(word))));
      }
      await context.sendActivity("after");
    });
    const road = await two.open(true);
    const first = await road.says("go");
    await seconds(2);
    expect(two.sent.length).toBeLessThanOrEqual(5);
    const second = await road.says("more?");
    await seconds(2);
    const shown = [...two.sent, first.text ?? "", second.text ?? ""].join("\n\n").split("\n\n");
    expect(shown.filter((one) => words.includes(one)).sort()).toEqual(words);
  });

  test("what reads the follower's state goes on in a turn of its own, and nobody waits for it", async () => {
    const ran: string[] = [];
    const two = await twoProcesses(shell, async (context, other) => {
      const { text } = context.activity;
      if (text !== "go") return void ran.push(`turn ${text}`);
      const state = other.state();
      const count = state.createProperty<number>("count");
      await other.answers(async (inner) => {
        await inner.sendActivity("begun");
        await count.set(inner, (await count.get(inner, 0)) + 1);
        await state.saveChanges(inner);
        ran.push(`counted ${await count.get(inner)}`);
        await inner.sendActivity("counted");
      });
      ran.push("turn go");
      await context.sendActivity("after");
    });
    const road = await two.open(false);
    expect((await road.says("go")).text).toBe("begun\n\nafter");
    await seconds(3);
    expect((await road.says("and")).text).toBe("counted");
    expect(ran).toEqual(["turn go", "counted 1", "turn and"]);
  });

  test("slices are the running turn's: a write is refused with a remedy, and logic that is alone waits", async () => {
    const refused: unknown[] = [];
    const waiting: Promise<void>[] = [];
    const two = await twoProcesses(shell, async (context, other) => {
      if (context.activity.text !== "go") return;
      const write = async (inner: TurnContext) => {
        inner.turnState.get<TurnScope>(TURN_SCOPE)?.write("mine", 1);
        await inner.sendActivity("written");
      };
      await other.answers(write).catch((error: { code: string }) => refused.push(error.code));
      waiting.push(other.says(alone(write)));
      await context.sendActivity("after");
    });
    const road = await two.open(false);
    expect((await road.says("go")).text).toBe("after");
    expect(refused).toEqual(["runs-aside"]);
    await Promise.all(waiting);
    expect((await road.says("and")).text).toBe("written");
  });

  test("what it throws is its caller's", async () => {
    const refused: unknown[] = [];
    const two = await twoProcesses(shell, async (context, other) => {
      const fails = async () => {
        throw new Error("no skill");
      };
      await other.answers(fails).catch((error: Error) => refused.push(error.message));
      await context.sendActivity("after");
    });
    expect((await (await two.open(false)).says("go")).text).toBe("after");
    expect(refused).toEqual(["no skill"]);
  });
});
