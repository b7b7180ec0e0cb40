import type { Menu } from "../client/endpoints/menus.ts";
import { Answer } from "../web/pageServer.ts";
import type { Orders } from "./wire.ts";

type Fields = { readonly [name: string]: unknown };

/** The orders of the page, read from JSON. Each throws an {@link Answer} 400 for what it is not. */
export const readOrder: { readonly [P in keyof Orders]: (body: unknown) => Orders[P] } = {
  "/api/login": (body) => ({ token: text(fieldsOf(body), "token", 512) }),
  "/api/logout": (body) => {
    fieldsOf(body);
    return {};
  },
  "/api/link": (body) => {
    const fields = fieldsOf(body);
    return fields.appId === undefined ? {} : { appId: appIdIn(fields) };
  },
  "/api/unlink": (body) => ({ appId: appIdIn(fieldsOf(body)) }),
  "/api/check": (body) => ({ appId: appIdIn(fieldsOf(body)) }),
  "/api/examine": (body) => ({ appId: appIdIn(fieldsOf(body)) }),
  "/api/find": followerIn,
  "/api/release": followerIn,
  "/api/menu": (body) => {
    const fields = fieldsOf(body);
    return { appId: appIdIn(fields), menu: fields.menu === null ? null : menuIn(fields.menu) };
  },
  "/api/qr": (body) => {
    const fields = fieldsOf(body);
    const { days } = fields;
    if (days !== undefined && !(typeof days === "number" && days >= 1 && days <= 30)) {
      throw wrong("days must be from 1 to 30.");
    }
    return {
      appId: appIdIn(fields),
      scene: text(fields, "scene", 64),
      ...(days !== undefined && { days }),
    };
  },
};

function followerIn(body: unknown): Orders["/api/find"] {
  const fields = fieldsOf(body);
  return { appId: appIdIn(fields), who: text(fields, "who", 128) };
}

function fieldsOf(body: unknown): Fields {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Fields;
  throw wrong("The body must be an object.");
}

function text(fields: Fields, name: string, most: number): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "" && value.length <= most) return value;
  throw wrong(`${name} must be a text of 1 to ${most} characters.`);
}

function appIdIn(fields: Fields): string {
  const appId = text(fields, "appId", 64);
  if (/^wx\w+$/.test(appId)) return appId;
  throw wrong("appId must be an AppID.");
}

/** Its form alone: what is in the buttons WeChat judges, whose refusals the page explains. */
function menuIn(value: unknown): Menu {
  const buttons = (value as { button?: unknown } | undefined)?.button;
  const isList = Array.isArray(buttons) && buttons.length >= 1 && buttons.length <= 3;
  if (!isList || !buttons.every((one) => typeof one === "object" && one !== null)) {
    throw wrong('A menu is {"button": […]} with one to three buttons.');
  }
  return { button: buttons as Menu["button"] };
}

function wrong(message: string): Answer {
  return Answer.no(400, "wrong-order", message);
}
