import { SAMPLES } from "../../actions/samples.ts";
import { isScannable, type QrCode } from "../../world/qrCode.ts";
import { bodyOf, type Call, Raw, type Request } from "../call.ts";
import { number, object, text } from "../json.ts";
import { demand } from "../refusal.ts";

const LONGEST_S = 2_592_000;
const DEFAULT_S = 60;
const PERMANENT_CODES = 100_000;
const PERMANENT_SCENES = 100_000;
const SCENE_CHARACTERS = 64;
const MAX_UINT32 = 0xff_ff_ff_ff;

/** `qrcode/create`. Source: svc:qrcode/qrcodes/api_createqrcode */
export function createQrCode(call: Call): unknown {
  const body = bodyOf(call);
  const action = text(body, "action_name");
  const permanent = action.startsWith("QR_LIMIT_");
  const byText = action.endsWith("STR_SCENE");
  demand(ACTIONS.has(action), 40053);
  const scene = object(object(body, "action_info"), "scene");
  const value = byText ? text(scene, "scene_str") : number(scene, "scene_id");
  demand(isScene(value, permanent), 40129);
  const seconds = number(body, "expire_seconds") ?? DEFAULT_S;
  demand(permanent || (seconds >= 1 && seconds <= LONGEST_S), 40053);
  const own = [...call.account.qrCodes.values()].filter((code) => code.permanent);
  demand(!permanent || own.length < PERMANENT_CODES, 45029);
  const code: QrCode = {
    ticket: `gQ${call.platform.dice.letters(92)}==`,
    scene: value,
    permanent,
    expiresAt: permanent ? 0 : call.now + seconds * 1_000,
    url: `http://weixin.qq.com/q/${call.platform.dice.letters(22)}`,
  };
  call.platform.record("qrcode.created", { appId: call.account.settings.appId, code });
  const { ticket, url } = code;
  return { ticket, ...(permanent ? {} : { expire_seconds: seconds }), url };
}

const ACTIONS = new Set(["QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"]);

function isScene(value: string | number | undefined, permanent: boolean): value is string | number {
  if (typeof value === "string") return value.length >= 1 && value.length <= SCENE_CHARACTERS;
  const most = permanent ? PERMANENT_SCENES : MAX_UINT32;
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= most;
}

/** `showqrcode`: the picture, without a token; 404 for a ticket that is none. */
export function showQrCode({ platform, query, now }: Request): Raw {
  const ticket = query.get("ticket") ?? "";
  const known = [...platform.world.accounts.values()]
    .map(({ qrCodes }) => qrCodes.get(ticket))
    .find((code) => code !== undefined);
  if (known === undefined || !isScannable(known, now)) return new Raw(404, {});
  return new Raw(
    200,
    { "content-type": "image/jpg" },
    Buffer.from(SAMPLES.image.content, "base64"),
  );
}
