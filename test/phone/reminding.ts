import { dialogue, dialogueBot, text } from "../../src/index.ts";

/** Says by itself what it is told to say after a while: for tests about time. */
const patient = dialogue()({
  id: "patient",
  version: 1,
  texts: {
    render: (key: string) => key,
  },
  asks: { first: text("first?"), second: text("second?"), third: text("third?") },
  start: "first",
  steps: {
    first: { ask: "first", next: "second", after: { "20m": "reminded" } },
    reminded: { say: "still there?", next: "second" },
    second: { ask: "second", next: "third", after: { "2h": "lost" } },
    third: { ask: "third", next: "thanks", after: { "30h": "late" } },
    late: { say: "it is late", next: "first" },
    thanks: { end: "thanks" },
    lost: { end: "lost you" },
  },
});

export default dialogueBot({ dialogues: [patient], begin: patient });
