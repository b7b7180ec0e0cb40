import type { AccountSettings } from "../adapter/accounts/account.ts";
import type { Linking } from "../adapter/accounts/linking/linking.ts";
import type { WeChatAdapter } from "../adapter/weChatAdapter.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ConsoleSettings } from "./settings.ts";
import type { Watch } from "./watch.ts";
import type { Examine } from "./wire.ts";

export interface ConsoleOptions {
  readonly settings: ConsoleSettings;
  readonly adapter: WeChatAdapter;
  /** Undefined where no third-party platform is set. */
  readonly linking: Linking | undefined;
  /** The accounts with secrets of their own. */
  readonly accounts: readonly AccountSettings[];
  /** The one whose hooks hang on the adapter. */
  readonly watch: Watch;
  /** Checks an account with secrets of its own, as `doctor` does. Default: the page does not offer it. */
  readonly examine?: Examine | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** Where the built page is. Default: where `npm run pages` puts it. */
  readonly folder?: string | undefined;
}

/** The operator's page, running. */
export interface Console {
  /** For example `http://127.0.0.1:3980`. */
  readonly address: string;
  /** Everything that it answers to those who are in, with the method. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the operator's page. Rejects with a `SettingsError` with one sentence per mistake. Loads the console's modules:
 * a process without one does without them.
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { serveConsole } = await import("./serveConsole.ts");
  return serveConsole(options);
}
