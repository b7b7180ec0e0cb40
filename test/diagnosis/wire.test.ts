import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose } from "../../src/client/diagnosis.ts";

const RID = "617682e0-09059ac5-34a8e2ea";
/** WeChat's own example: this rid was made at 1635156704 seconds. */
const AT = 1_635_156_704_000;
const LOGGED = `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist rid: ${RID}`;

test("the address of 40164 stands in cause and check", () => {
  const { cause, checks, wire } = diagnose(40164, { errmsg: LOGGED });
  expect(wire).toEqual({ ips: ["1.2.3.4"], rid: RID, at: AT });
  expect(cause).toContain("1.2.3.4");
  expect(checks[0]).toContain("Enter 1.2.3.4 in the IP whitelist");
  expect(diagnose(40164, { language: "zh", errmsg: LOGGED }).checks[0]).toContain("填入 1.2.3.4：");
});

test("without the text there are words in its place", () => {
  const { cause, checks, wire } = diagnose(40164);
  expect(wire).toEqual({});
  expect(`${cause}${checks.join()}`).not.toMatch(/\d+\.\d+\.\d+\.\d+|[{}|]/);
});

test("a real IPv6 address is told beside the other", () => {
  const errmsg = "invalid ip 1.2.3.4 ipv6 2408:4001::1, not in whitelist";
  expect(diagnose(40164, { errmsg }).wire.ips).toEqual(["1.2.3.4", "2408:4001::1"]);
});

test("the address of 61004", () => {
  const errmsg = `access clientip is not registered requestIP: 9.8.7.6 rid: ${RID}`;
  expect(diagnose(61004, { errmsg }).checks[0]).toContain("9.8.7.6");
});

test("the field of 47003", () => {
  const errmsg = `argument invalid! data.thing3.value is emtpy rid: ${RID}`;
  expect(diagnose(47003, { errmsg }).checks[0]).toContain("`data.thing3.value`");
});

test("the time of 45015, by the rid in the text or beside it", () => {
  const check = (options: object) => diagnose(45015, options).checks.at(-1);
  expect(check({ errmsg: `… rid: ${RID}` })).toContain("2021-10-25 18:11:44 Beijing time");
  expect(check({ rid: RID, language: "zh" })).toContain("与北京时间 2021-10-25 18:11:44 对比");
});

test("the hint of old texts", () => {
  const errmsg = "out of response count limit hint: [3okk_04054105]";
  expect(diagnose(45047, { errmsg }).wire).toEqual({ hint: "3okk_04054105" });
});

test("a rid that is no time has none", () => {
  const { wire } = diagnose(45015, { rid: "00000001-09059ac5-34a8e2ea" });
  expect(wire).toEqual({ rid: "00000001-09059ac5-34a8e2ea" });
});

test.each(["invalid ip 999.1.1.1, not", "invalid ip rid, not", "requestIP: ...", "rid: 617682e0"])(
  "%j tells nothing",
  (errmsg) => {
    expect(diagnose(40164, { errmsg }).wire).toEqual({});
  },
);

test("an unknown code is called one, in both languages", () => {
  const unknown = diagnose(99_999, { errmsg: "some\u001b[31m new rule" });
  expect(unknown).toMatchObject({ known: false, errmsg: "some [31m new rule" });
  expect(unknown.cause).toBe("WeChat's tables that we know do not list 99999.");
  expect(unknown.checks.length).toBeGreaterThanOrEqual(4);
  expect(diagnose(99_999, { language: "zh" }).cause).toBe("我们掌握的微信错误码表中没有 99999。");
});

test("no text from outside brings control characters or braces into a diagnosis", () => {
  fc.assert(
    fc.property(fc.constantFrom(40164, 47003, 45015, 99_999), fc.string(), (code, errmsg) => {
      const { errmsg: text, ...rest } = diagnose(code, { errmsg: `${errmsg} ${LOGGED}` });
      expect(text).not.toMatch(/\p{Cc}/u);
      expect(JSON.stringify(rest.checks)).not.toMatch(/[{}]/);
    }),
  );
});
