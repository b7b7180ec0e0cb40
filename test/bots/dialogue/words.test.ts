import { test } from "vitest";
import { dialogue } from "../../../src/bots/dialogue.ts";
import { yesNo } from "../../../src/bots/prompts/choices.ts";
import { testDialogue } from "../../../src/testing/dialogue/testDialogue.ts";

const asking = dialogue()({
  id: "asking",
  version: 1,
  asks: { ok: yesNo("ask.ok") },
  start: "ask",
  on: { menu: { say: "menu" } },
  steps: {
    ask: {
      ask: "ok",
      next: "done",
      on: { windowExpiring: { say: "last" } },
      after: { "2h": "done" },
    },
    done: { end: "bye" },
  },
});

test("something that happens is answered without leaving the step", async () => {
  await testDialogue(asking)
    .user("你好")
    .expect("ask.ok")
    .wait("1h")
    .happens("windowExpiring")
    .expect("last")
    .happens("menu", { eventKey: "x" })
    .expect("menu")
    .wait("1h")
    .expect("bye");
});
