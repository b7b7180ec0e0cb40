import type { Right } from "../../../client/endpoints/row.ts";
import { SettingsError } from "../../../errors.ts";
import type { XmlElement } from "../../../protocol/xml.ts";
import { type AccountSettings, accountProblems } from "../account.ts";
import type { TalkSettings } from "../talkSettings.ts";

/** What an operator says about the third-party platform (component) that accounts authorise. */
export interface ComponentSettings
  extends Pick<
    AccountSettings,
    "appId" | "token" | "previousToken" | "previousEncodingAESKey" | "locale" | "timeZone"
  > {
  /**
   * The component's AppSecret. A value that is missing in the environment is refused at start; the same goes for
   * those below.
   */
  readonly appSecret: string | undefined;
  /** The 43 characters of the platform's console: a component's pushes are always encrypted. */
  readonly encodingAESKey: string | undefined;
  /** Our address as WeChat and users see it; on the platform's registered domain. */
  readonly publicUrl: string | undefined;
  /** The rights that the bot uses; an account without one of them is shown as limited. Default: customer service. */
  readonly needs?: readonly Right[] | undefined;
  /**
   * How a linked account differs from the others, by its AppID. Asked whenever a process meets the account. Default:
   * all alike, except for what `adapter.linking.accounts.set` says.
   */
  readonly settingsOf?: ((appId: string) => PerAccountSettings | undefined) | undefined;
  /**
   * Hears notices that ask nothing of us: about mini programs, and kinds that WeChat added later. If it throws, the
   * error is logged and WeChat sends the notice again; a notice may come twice in any case. Default: such notices are
   * answered and dropped.
   */
  readonly onNotice?: OnNotice | undefined;
  /**
   * The address of the page on which administrators authorise: for a rehearsal, a simulated WeChat's. Default:
   * WeChat's own.
   */
  readonly pageBase?: string | undefined;
}

/** A notice of WeChat's to the third-party platform. */
export interface PlatformNotice {
  /** `InfoType`, as WeChat names it. */
  readonly infoType: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The notice's elements as they came, with the elements inside of them; several of one name are a list. */
  readonly fields: XmlElement;
}

export type OnNotice = (notice: PlatformNotice) => void | Promise<void>;

/** Settings of a component that were checked. */
interface CheckedComponent extends ComponentSettings {
  readonly appId: string;
  readonly token: string;
  readonly appSecret: string;
  readonly encodingAESKey: string;
  readonly publicUrl: string;
}

/** What code may set differently for each linked account. */
export type PerAccountSettings = Pick<
  AccountSettings,
  | "locale"
  | "timeZone"
  | "customerService"
  | "awaitDispatch"
  | "slowTurns"
  | "paymentRule"
  | "notify"
  | "moderate"
  | "rateLimit"
  | "windowEvents"
  | "apiSecurity"
  | "signIn"
  | keyof TalkSettings
>;

/** The component as an account that pushes to us. */
export function componentKeys(settings: ComponentSettings): AccountSettings {
  const { appId, token, encodingAESKey, previousToken, previousEncodingAESKey } = settings;
  const { locale, timeZone } = settings;
  const keys = { token, encodingAESKey, previousToken, previousEncodingAESKey };
  return { appId, ...keys, locale, timeZone };
}

/** Returns the same settings, checked. Throws {@link SettingsError} with one sentence per mistake. */
export function checkComponent(settings: ComponentSettings): CheckedComponent {
  const problems = componentProblems(settings);
  if (problems.length > 0) throw new SettingsError(problems);
  return settings as CheckedComponent;
}

/** What is wrong with a component's settings: one sentence each, naming the setting and the remedy. */
export function componentProblems(settings: ComponentSettings): string[] {
  const problems = accountProblems({ ...componentKeys(settings), mode: "safe" });
  const { appSecret, publicUrl } = settings;
  if (!appSecret) {
    problems.push("appSecret of the component is missing: copy it from the platform's console.");
  }
  if (!publicUrl || !URL.canParse(publicUrl) || !/^https?:$/.test(new URL(publicUrl).protocol)) {
    problems.push(
      `publicUrl ${JSON.stringify(publicUrl)} is no address: WeChat leads an account's administrator back to it.`,
    );
  }
  return problems;
}
