import { type AccountSettings, isVerified } from "../world/account.ts";

/** What an account may do by what it is; 48001 otherwise. */
export type Right =
  | "none"
  | "customerService"
  | "menus"
  | "conditionalMenus"
  | "templates"
  | "oneTime"
  | "notices"
  | "massSend"
  | "massSendToList"
  | "media"
  | "users"
  | "remarks"
  | "qrCodes"
  | "publishing";

const isTest = ({ type }: AccountSettings) => type === "test";
const verified = (settings: AccountSettings) => !isTest(settings) && isVerified(settings);
const verifiedOrTest = (settings: AccountSettings) => isTest(settings) || isVerified(settings);
const service = (settings: AccountSettings) => settings.type === "service";
const verifiedService = (settings: AccountSettings) => service(settings) && isVerified(settings);

/** Source: the interface privilege table, as outbound 2.1 and the rows named "who" give it. */
const RULES: Readonly<Record<Right, (settings: AccountSettings) => boolean>> = {
  none: () => true,
  customerService: verifiedOrTest,
  menus: (settings) => service(settings) || verifiedOrTest(settings),
  conditionalMenus: verifiedOrTest,
  templates: (settings) => isTest(settings) || verifiedService(settings),
  oneTime: verified,
  notices: verifiedService,
  massSend: verified,
  massSendToList: verifiedService,
  media: verifiedOrTest,
  users: verifiedOrTest,
  remarks: (settings) => isTest(settings) || verifiedService(settings),
  publishing: verifiedOrTest,
  qrCodes: (settings) => isTest(settings) || verifiedService(settings),
};

/** Web authorisation has endpoints of its own, which no token opens. */
export function mayAuthoriseOnTheWeb(settings: AccountSettings): boolean {
  return isTest(settings) || verifiedService(settings);
}

export function hasRight(settings: AccountSettings, right: Right): boolean {
  if (settings.without?.some((withheld) => withheld === right)) return false;
  return RULES[right](settings);
}
