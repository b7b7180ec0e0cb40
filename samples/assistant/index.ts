import type { Services } from "../../src/services.ts";
import { Assistant } from "./assistant.ts";
import { modelAt } from "./model.ts";
import { startStandIn } from "./standIn.ts";

/** The model of `ASSISTANT_URL`, or a stand-in on this machine. */
export default async ({ adapter }: Services) => {
  const { ASSISTANT_URL, ASSISTANT_KEY, ASSISTANT_MODEL } = process.env;
  const url = ASSISTANT_URL ?? (await startStandIn()).url;
  const model = modelAt({ url, key: ASSISTANT_KEY, model: ASSISTANT_MODEL ?? "stand-in" });
  return new Assistant(model, adapter.botStorage);
};
