import { onTestFinished } from "vitest";
import type { AccountSettings } from "../../src/adapter/accounts/account.ts";
import type { BotLogic, WeChatAdapterOptions } from "../../src/adapter/weChatAdapter.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import { openTown, type Town } from "./openTown.ts";

/** A town in real time (see `openTown.ts`) that closes when the test is over. */
export async function town(
  logic: BotLogic,
  simulated: AccountOptions = {},
  adapter: Partial<WeChatAdapterOptions> = {},
  account: Partial<AccountSettings> = {},
): Promise<Town> {
  const opened = await openTown(logic, { simulated, adapter, account });
  onTestFinished(() => opened.close());
  return opened;
}
