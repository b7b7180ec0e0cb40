/**
 * What the signatures of this entry name beside what it is for: nobody needs these to begin, and whoever writes a
 * type down finds it here. `node scripts/exports.ts` says what is missing.
 */
export type { TurnErrorHandler as AgentTurnErrorHandler } from "./weChatAgentAdapter.ts";
