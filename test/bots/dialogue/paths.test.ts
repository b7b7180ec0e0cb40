import { describe, test } from "vitest";
import { handoffDialogue } from "../../../src/bots/handoff.ts";
import { paths } from "../../../src/testing/dialogue/paths.ts";
import { bookingWith } from "./booking.ts";

const WHO = [{ agents: "online" }, { agents: "offline" }, { agents: "none" }, {}];

const booking = bookingWith(async () => ({ ref: "R1" }));

describe("each edge of the booking", async () => {
  for (const { name, run } of await paths(booking, { inputs: [{}, { name: "王" }] }))
    test(name, run);
});

describe("each edge of the handoff", async () => {
  for (const { name, run } of await paths(handoffDialogue(), { inputs: WHO })) test(name, run);
});
