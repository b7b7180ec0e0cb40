import { type Diagnosis, diagnose } from "../client/diagnosis.ts";
import { SettingsError } from "../errors.ts";
import type { Explain } from "../simulator/phone/details.ts";
import { PHONE_PORT } from "../simulator/phone/phone.ts";
import type { DiagnosisView } from "../web/diagnosisView.ts";

/** What the page is told about a code of WeChat's. */
export const explain: Explain = (code, errmsg) => ({
  en: viewOf(diagnose(code, { language: "en", errmsg })),
  zh: viewOf(diagnose(code, { language: "zh", errmsg })),
});

function viewOf({ inWords, page, ...diagnosis }: Diagnosis): DiagnosisView {
  const { code, errmsg, cause, trigger, purpose, checks } = diagnosis;
  const head = { code, errmsg, cause, trigger, purpose, checks };
  return { ...head, ...inWords, ...(page !== undefined && { page }) };
}

/** The first port that the page tries: `PHONE_PORT`, else 3979. */
export function phonePort(environment: Readonly<Record<string, string | undefined>>): number {
  const { PHONE_PORT: set = "" } = environment;
  if (set.trim() === "") return PHONE_PORT;
  if (/^\d{1,5}$/.test(set) && Number(set) <= 65_535) return Number(set);
  throw new SettingsError(["PHONE_PORT must be a number from 0 to 65535."]);
}
