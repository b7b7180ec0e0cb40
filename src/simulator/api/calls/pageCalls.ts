import { secondsOf } from "../../world/periods.ts";
import { bodyOf, type Call, OK } from "../call.ts";
import { bytesOf, number, text } from "../json.ts";
import { demand } from "../refusal.ts";

const TICKET_SECONDS = 7_200;
const LONG_DATA_BYTES = 4_096;
const LONGEST_S = 2_592_000;

/** `ticket/getticket`: the same one until it is over. Source: svc:webdev/jssdk/api_getticket */
export function getTicket(call: Call): unknown {
  const kind = call.query.get("type") ?? "";
  demand(kind === "jsapi" || kind === "wx_card", 40097);
  const { appId } = call.account.settings;
  const known = call.account.tickets.get(kind);
  const isGood = known !== undefined && call.now < known.expiresAt;
  const ticket = isGood ? known.ticket : call.platform.dice.letters(86);
  const expiresAt = isGood ? known.expiresAt : call.now + TICKET_SECONDS * 1_000;
  if (!isGood) call.platform.record("ticket.issued", { appId, kind, ticket, expiresAt });
  return { ...OK, ticket, expires_in: Math.ceil((expiresAt - call.now) / 1_000) };
}

/** `shorten/gen`: a key of 15 letters and digits. Source: svc:qrcode/shorten/api_genshortkey */
export function makeShortKey(call: Call): unknown {
  const body = bodyOf(call);
  const data = text(body, "long_data");
  demand(data !== "", 47003);
  demand(bytesOf(data) <= LONG_DATA_BYTES, 9410010);
  const seconds = number(body, "expire_seconds") ?? LONGEST_S;
  demand(seconds >= 1 && seconds <= LONGEST_S, 9410011);
  const key = call.platform.dice.letters(15).replace(/[^0-9A-Za-z]/g, "0");
  const expiresAt = call.now + seconds * 1_000;
  call.platform.record("shortKey.made", {
    appId: call.account.settings.appId,
    key,
    data,
    expiresAt,
  });
  return { ...OK, short_key: key };
}

/** `shorten/fetch`: `expire_seconds` is what is left. */
export function readShortKey(call: Call): unknown {
  const key = text(bodyOf(call), "short_key");
  demand(key !== "", 47003);
  const known = call.account.shortKeys.get(key);
  demand(known !== undefined && call.now < known.expiresAt, 9410012);
  return {
    ...OK,
    long_data: known.data,
    create_time: secondsOf(known.at),
    expire_seconds: Math.ceil((known.expiresAt - call.now) / 1_000),
  };
}
