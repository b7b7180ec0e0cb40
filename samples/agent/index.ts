import type { Services } from "../../src/services.ts";
import { kitchenAgent } from "./agent.ts";
import { standIn } from "./model.ts";

export default ({ agentAdapter, clock }: Services) =>
  kitchenAgent(agentAdapter, clock, standIn(clock));
