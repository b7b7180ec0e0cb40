import { test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { choice, yesNo } from "../../../src/bots/prompts/choices.ts";
import { text } from "../../../src/bots/prompts/text.ts";
import { testDialogue } from "../../../src/testing/index.ts";

/** People tell their matter at once, and not where it is asked for. */
const desk = (before: boolean) =>
  dialogue<void, object>()({
    id: "desk",
    version: 1,
    asks: {
      topic: choice(
        "ask.topic",
        { returns: { label: "退货", also: ["refund"] }, other: "其他" },
        { questions: true, otherwise: "other" },
      ),
      helped: yesNo("ask.helped", { max: 1 }),
      question: text("ask.question", { shortest: 4, questions: true, before }),
    },
    start: "topic",
    steps: {
      topic: {
        ask: "topic",
        next: [{ when: (a) => a.topic === "other", label: "other", to: "question" }, "told"],
      },
      told: { say: "told", next: "helped" },
      helped: {
        ask: "helped",
        next: [{ when: (a) => a.helped === true, label: "yes", to: "glad" }, "question"],
        giveUp: "question",
      },
      question: { ask: "question", next: "filed" },
      filed: { end: "filed", output: ({ question }) => ({ question }) },
      glad: { end: "glad" },
    },
  });
const talk = (before = true) => testDialogue(desk(before), { asksBeforeGivingUp: false });

test("who says more than yes or no has told it, with what he asked first", async () => {
  await talk()
    .user("怎么退货")
    .expect("told", "ask.helped")
    .user("运费谁出？")
    .expect("filed")
    .expectOutput({ question: "怎么退货 / 运费谁出？" });
  await talk()
    .user("how do I get a refund?")
    .expect("told", "ask.helped")
    .user("it has been eight days already")
    .expect("filed")
    .expectOutput({ question: "how do I get a refund? / it has been eight days already" });
});

test("a plain no, and a few words that leave open what is wanted, are asked about", async () => {
  for (const said of ["没有", "要电子的"]) {
    await talk()
      .user("怎么退货")
      .user(said)
      .expect("told", "ask.helped", "ask.question")
      .user("退货运费谁出")
      .expect("filed")
      .expectOutput({ question: "退货运费谁出" });
  }
});

test("a matter told at length is told; a short one is asked about, and what is too short joins it", async () => {
  const long = "姑娘你好啊，我前两天在你们这儿买了个茶壶，想问问能不能用洗洁精洗呀？";
  await talk().user(long).expect("filed").expectOutput({ question: long });
  await talk()
    .user("你好")
    .expect("ask.topic")
    .user("杯子碎了")
    .expect("ask.question")
    .user("怎么办")
    .expect("filed")
    .expectOutput({ question: "杯子碎了 / 怎么办" });
  await talk().user("其他").expect("ask.question").user("怎么办").expect("ask.question");
});

test("without `before` everybody is asked", async () => {
  const long = "姑娘你好啊，我前两天在你们这儿买了个茶壶，想问问能不能用洗洁精洗呀？";
  await talk(false).user(long).expect("ask.question");
  await talk(false)
    .user("怎么退货")
    .user("运费谁出？")
    .expect("told", "ask.helped", "ask.question");
});
