import { describe, expect, it } from "vitest";
import { Refused } from "../../src/errors.ts";
import { NOTICES, readNotice } from "../../src/protocol/notice.ts";
import { readXml } from "../../src/protocol/xml.ts";

const AUTHORISED =
  "<AuthorizerAppid><![CDATA[wxA]]></AuthorizerAppid>" +
  "<AuthorizationCode><![CDATA[queryauthcode@@@x]]></AuthorizationCode>" +
  "<AuthorizationCodeExpiredTime>1413196360</AuthorizationCodeExpiredTime>" +
  "<PreAuthCode><![CDATA[preauthcode@@@x]]></PreAuthCode>";
const AUTHORISED_FIELDS = {
  authorizerAppId: "wxA",
  authorizationCode: "queryauthcode@@@x",
  codeExpiresAt: 1_413_196_360,
  preAuthCode: "preauthcode@@@x",
};
const MINI = "<appid>wxM</appid><status>0</status>";
const MINI_FIELDS = { miniProgramAppId: "wxM", status: "0" };

const SAMPLES: Readonly<Record<string, readonly [own: string, fields: object]>> = {
  component_verify_ticket: [
    "<ComponentVerifyTicket><![CDATA[ticket@@@x]]></ComponentVerifyTicket>",
    { ticket: "ticket@@@x" },
  ],
  authorized: [AUTHORISED, AUTHORISED_FIELDS],
  updateauthorized: [AUTHORISED, AUTHORISED_FIELDS],
  unauthorized: ["<AuthorizerAppid>wxA</AuthorizerAppid>", { authorizerAppId: "wxA" }],
  notify_third_fasteregister: [MINI, MINI_FIELDS],
  notify_third_fastregisterbetaapp: [MINI, MINI_FIELDS],
  notify_third_fastverifybetaapp: [MINI, MINI_FIELDS],
  wxa_nickname_audit: [MINI, MINI_FIELDS],
  notify_icpfiling_verify_result: [MINI, MINI_FIELDS],
  notify_apply_icpfiling_result: [MINI, MINI_FIELDS],
  notify_3rd_wxa_auth: [MINI, MINI_FIELDS],
  notify_3rd_wxa_wxverify: [MINI, MINI_FIELDS],
  order_path_apply_result_notify: [MINI, MINI_FIELDS],
  order_path_audit_result_notify: [MINI, MINI_FIELDS],
};

function element(infoType: string, own = "") {
  return readXml(
    "<xml><AppId><![CDATA[wxCOMPONENT]]></AppId><CreateTime>1413192760</CreateTime>" +
      `<InfoType><![CDATA[${infoType}]]></InfoType>${own}</xml>`,
  );
}

describe("readNotice", () => {
  it("has a sample of every row, and no other", () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(Object.keys(NOTICES).sort());
    expect(Object.keys(SAMPLES).length).toBe(14);
  });

  it.each(Object.entries(SAMPLES))("reads %s", (name, [own, fields]) => {
    const raw = element(name, own);
    expect(readNotice(raw)).toStrictEqual({
      notice: name,
      appId: "wxCOMPONENT",
      infoType: name,
      createTime: 1_413_192_760,
      raw,
      ...fields,
    });
  });

  it("keeps an unknown notice whole", () => {
    const notice = readNotice(element("notify_new", "<Thing>1</Thing>"));
    expect(notice).toMatchObject({ notice: "unknown", infoType: "notify_new" });
    expect(notice.raw).toMatchObject({ Thing: "1" });
  });

  it("reads a known notice without its own elements", () => {
    expect(readNotice(element("authorized"))).toMatchObject({
      notice: "authorized",
      authorizationCode: "",
      codeExpiresAt: undefined,
    });
  });

  it("refuses what is no notice", () => {
    const whole = { AppId: "wx", CreateTime: "1", InfoType: "authorized" };
    expect(() => readNotice(whole)).not.toThrow();
    const broken = [
      { ...whole, AppId: "" },
      { ...whole, InfoType: ["a", "b"] },
      { ...whole, CreateTime: "soon" },
      { AppId: "wx", CreateTime: "1" },
    ];
    for (const one of broken) expect(() => readNotice(one)).toThrow(Refused);
    expect(() => readNotice({})).toThrow(expect.objectContaining({ reason: "notice" }));
  });
});
