import { describe, expect, test } from "vitest";
import { BEST_KNOWN, KNOWN_CODES, WRITTEN_CODES } from "../../src/client/diagnoses/table.ts";
import { diagnose } from "../../src/client/diagnosis.ts";
import {
  ACTION_GRANT_MESSAGES,
  MESSAGE_GRANT_MESSAGES,
  MESSAGE_GRANT_MS,
  TEXT_BYTES,
} from "../../src/protocol/limits.ts";
import { everyDiagnosis, LANGUAGES, LISTED, repeated, textsOf } from "./codes.ts";

/** How many codes of each scope are listed. */
const SCOPES = {
  "global-api": 485,
  component: 31,
  "kf-account": 28,
  menu: 20,
  "token-risk-ip": 7,
  "component-fast-register": 16,
  "openapi-quota": 6,
  all: 2,
  "web-login-page": 11,
  "mass-send-result": 12,
  articles: 21,
  "set-up": 1,
  drafts: 4,
  "subscription-templates": 11,
  unexplained: 4,
  statistics: 4,
  "short-key": 3,
  moving: 1,
  "signed-calls": 11,
};

/** The codes that people ask about, and operators meet at night. */
const RICHEST = [
  45015, 43004, 61016, 45047, 48001, 48002, 40001, 40164, 45009, 50005, 45002, 40003, 40007,
];
const RICH = [
  42001, 40014, 45011, 61003, 61007, 61004, 61023, 43101, 43019, -1, 40013, 40125, 47003, 48004,
];

describe("every listed code", () => {
  test("stands in the list by its scope", () => {
    const counts = Object.fromEntries(
      Object.keys(SCOPES).map((scope) => [
        scope,
        LISTED.filter((one) => one.scope === scope).length,
      ]),
    );
    expect(counts).toEqual(SCOPES);
    expect(LISTED).toHaveLength(Object.values(SCOPES).reduce((sum, one) => sum + one, 0));
  });

  test("has a diagnosis", () => {
    const missing = LISTED.filter(({ code }) => !diagnose(code).known);
    expect(missing).toEqual([]);
  });

  test("is written down once, and no other is", () => {
    expect(WRITTEN_CODES).toBe(KNOWN_CODES.length);
    expect(KNOWN_CODES).toEqual(LISTED.map(({ code }) => code));
  });

  test("carries WeChat's own text", () => {
    const wrong = LISTED.filter(({ code, errmsg = "" }) => diagnose(code).errmsg !== errmsg);
    expect(wrong).toEqual([]);
  });

  test.each(LANGUAGES)("has a cause of its own in %s", (language) => {
    const causes = everyDiagnosis(language).map(({ cause }) => cause);
    expect(repeated(causes)).toEqual([]);
  });

  test.each(LANGUAGES)("has no cause that only repeats WeChat's text in %s", (language) => {
    const copied = everyDiagnosis(language).filter(
      ({ cause, errmsg }) => cause.toLowerCase().replace(/\.$/, "") === errmsg.toLowerCase(),
    );
    expect(copied).toEqual([]);
  });

  test.each(LANGUAGES)("is told in whole sentences in %s", (language) => {
    const end = language === "zh" ? /[。）]$/ : /[.)]$/;
    const least = language === "zh" ? 6 : 15;
    const wrong = everyDiagnosis(language).flatMap((diagnosis) =>
      textsOf(diagnosis)
        .filter(
          (text) =>
            !end.test(text) ||
            text.length < least ||
            /[{}|]|undefined|NaN/.test(text.replace(/`[^`]*`/g, "")),
        )
        .map((text) => `${diagnosis.code}: ${text}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each(LANGUAGES)("has checks, none of them twice, in %s", (language) => {
    const wrong = everyDiagnosis(language).filter(
      ({ checks }) => checks.length < 1 || repeated(checks).length > 0,
    );
    expect(wrong).toEqual([]);
  });

  test("says whether to try again, and which way remains", () => {
    const wrong = everyDiagnosis("en").filter(
      ({ route }) =>
        route.length === 0 ||
        repeated(route).length > 0 ||
        ((route.includes("none") || route.includes("not-affected")) && route.length > 1),
    );
    expect(wrong).toEqual([]);
  });

  test("refers to codes that are known, and not to itself", () => {
    const wrong = everyDiagnosis("en").filter(
      ({ code, see }) => see.includes(code) || see.some((other) => !KNOWN_CODES.includes(other)),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the important codes", () => {
  test("have words of their own", () => {
    expect([...RICHEST, ...RICH].filter((code) => !BEST_KNOWN.includes(code))).toEqual([]);
  });

  test.each(RICHEST)("%i has at least four checks, a purpose and neighbours", (code) => {
    for (const language of LANGUAGES) {
      const { checks, purpose, trigger, see } = diagnose(code, { language });
      expect(checks.length).toBeGreaterThanOrEqual(4);
      expect(`${trigger}${purpose}`.length).toBeGreaterThan(language === "zh" ? 40 : 120);
      expect(see.length).toBeGreaterThanOrEqual(2);
    }
  });

  test.each(RICH)("%i has at least three checks", (code) => {
    expect(diagnose(code).checks.length).toBeGreaterThanOrEqual(3);
  });
});

/** What each of the named codes must advise, in both languages. */
const ADVICE: readonly (readonly [number, "en" | "zh", readonly RegExp[]])[] = [
  [
    45015,
    "en",
    [/wait for the user to write again/i, /passive flow/i, /subscription messages.*for notices/i],
  ],
  [45015, "zh", [/等待用户再次发来消息/, /被动回复流程/, /通知请改用订阅消息/]],
  [
    43004,
    "en",
    [
      /guide the user to follow again/i,
      /whether they unfollowed/i,
      /by a scan without following/i,
      /is a service account with that right/i,
    ],
  ],
  [43004, "zh", [/引导用户重新关注/, /是否已取消关注/, /只扫码而未关注/, /具备该权限的服务号/]],
  [
    61016,
    "en",
    [
      /is a verified service account/i,
      /whether the verification has expired/i,
      /permission set is confirmed/i,
      /re-authorise the platform/i,
    ],
  ],
  [61016, "zh", [/已认证的服务号/, /认证是否过期/, /权限集是否已确认/, /重新授权第三方平台/]],
];

test.each(ADVICE)("%i gives its required advice in %s", (code, language, required) => {
  const checks = diagnose(code, { language }).checks;
  for (const advice of required)
    expect(checks.filter((check) => advice.test(check))).toHaveLength(1);
});

test("codes that newcomers meet today are known, and the rid leads to WeChat's own diagnosis", () => {
  const today = [40234, 200302, 48021, 45110, 43108, 100000, 49000, 87009, 88000, 88010];
  const drafts = [53402, 53403, 53404, 53405, 53406, 53500, 53503, 53600];
  const templates = [200011, 200012, 200013, 200014, 200016, 200020, 200021];
  const unknown = [...today, ...drafts, ...templates].filter((code) => !diagnose(code).known);
  expect(unknown).toEqual([]);
  expect(diagnose(12345, { language: "zh" }).checks.join()).toContain("API 报错诊断");
  expect(diagnose(200302).checks.join()).toMatch(/`doctor`.*WECHAT_TOKEN.*echostr/s);
});

test.each(LANGUAGES)("the numbers in %s are those of the limits", (language) => {
  const hours = MESSAGE_GRANT_MS / 3_600_000;
  const window = diagnose(45015, { language });
  expect(window.trigger).toMatch(new RegExp(`\\b${hours}\\b`));
  expect(window.checks[0]).toMatch(new RegExp(`\\b${MESSAGE_GRANT_MESSAGES}\\b`));
  const { trigger } = diagnose(45047, { language });
  expect(trigger).toContain(String(MESSAGE_GRANT_MESSAGES + 1));
  expect(trigger).toContain(String(ACTION_GRANT_MESSAGES + 1));
  expect(diagnose(45002, { language }).cause).toContain(String(TEXT_BYTES));
});

test("the verdict of the window's codes waits for the follower", () => {
  expect(diagnose(45015)).toMatchObject({
    retry: "after-contact",
    route: ["passive", "held", "notification"],
  });
  expect(diagnose(43004).retry).toBe("after-following");
  expect(diagnose(61016).retry).toBe("after-mending");
  expect([40001, 40014, 42001].map((code) => diagnose(code).retry)).toEqual(
    Array(3).fill("once-with-a-new-token"),
  );
});
