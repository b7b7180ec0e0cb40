import type { Platform } from "../platform.ts";
import type { Account } from "../world/account.ts";
import { AUTHORISATION_CODE_SECONDS, OFFICIAL_ACCOUNT_SETS } from "../world/component.ts";
import { secondsOf } from "../world/periods.ts";

/** Can be granted to one platform only. Source: outbound 7.3 */
const EXCLUSIVE = new Set([4]);

/** The permission sets that an account can still grant to a platform. */
export function setsOffered(
  platform: Platform,
  componentAppId: string,
  account: Account,
): readonly number[] {
  const others = [...platform.world.components.values()]
    .filter(({ settings }) => settings.appId !== componentAppId)
    .flatMap(({ authorisations }) => authorisations.get(account.settings.appId)?.sets ?? []);
  const taken = new Set(others.map(({ id }) => id).filter((id) => EXCLUSIVE.has(id)));
  return platform
    .component(componentAppId)
    .settings.sets.filter((id) => id in OFFICIAL_ACCOUNT_SETS && !taken.has(id));
}

/**
 * The account's administrator agrees. Gives the authorisation code, and tells the platform: `authorized`
 * the first time, `updateauthorized` when the sets changed, nothing when they did not.
 */
export function authorise(
  platform: Platform,
  componentAppId: string,
  appId: string,
  sets: readonly number[],
  preAuthCode: string,
): string {
  const { settings, authorisations } = platform.component(componentAppId);
  const before = authorisations.get(appId);
  const offered = setsOffered(platform, componentAppId, platform.account(appId));
  const granted = sets.filter((id) => offered.includes(id)).sort((a, b) => a - b);
  const code = `queryauthcode@@@${platform.dice.letters(86)}`;
  const codeExpiresAt = platform.clock.now() + AUTHORISATION_CODE_SECONDS * 1_000;
  platform.record("component.authorised", {
    componentAppId,
    appId,
    sets: granted.map((id) => ({
      id,
      needConfirm: settings.needConfirm.includes(id),
      confirmed: before?.sets.some((set) => set.id === id && set.confirmed) ?? false,
    })),
    code,
    codeExpiresAt,
    preAuthCode,
    refreshToken: `refreshtoken@@@${platform.dice.letters(43)}`,
  });
  const changed = before?.sets.map(({ id }) => id).join() !== granted.join();
  if (changed) {
    platform.notify(componentAppId, {
      InfoType: before === undefined ? "authorized" : "updateauthorized",
      AuthorizerAppid: appId,
      AuthorizationCode: code,
      AuthorizationCodeExpiredTime: secondsOf(codeExpiresAt),
      PreAuthCode: preAuthCode,
    });
  }
  return code;
}

/** The administrator withdraws the consent. */
export function withdraw(platform: Platform, componentAppId: string, appId: string): void {
  if (!platform.component(componentAppId).authorisations.has(appId)) return;
  platform.record("component.unauthorised", { componentAppId, appId });
  platform.notify(componentAppId, { InfoType: "unauthorized", AuthorizerAppid: appId });
}

/** The platform confirms a set that waits for it: until then its endpoints answer 61016. */
export function confirmSet(
  platform: Platform,
  componentAppId: string,
  appId: string,
  setId: number,
): void {
  platform.record("component.confirmed", { componentAppId, appId, setId });
}
