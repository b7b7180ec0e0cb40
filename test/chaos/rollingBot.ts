import type { TurnContext } from "botbuilder";

/** Says `[token.0]` after so many milliseconds, as the follower's text orders: `token milliseconds`. */
export default async function bot(context: TurnContext): Promise<void> {
  if (context.activity.type !== "message") return;
  const [token, ms = "0"] = (context.activity.text ?? "").split(" ");
  await new Promise((resolve) => setTimeout(resolve, Number(ms)));
  await context.sendActivity(`[${token}.0]`);
}
