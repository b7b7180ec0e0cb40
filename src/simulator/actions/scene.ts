import type { Dice } from "../faults/dice.ts";
import type { PushDocument } from "../pusher/pushXml.ts";
import type { Account } from "../world/account.ts";
import type { Facts } from "../world/facts.ts";
import type { Follower } from "../world/followers.ts";
import type { Media, MediaType } from "../world/mediaStore.ts";
import { secondsOf } from "../world/periods.ts";
import type { QrCode } from "../world/qrCode.ts";
import { SAMPLES } from "./samples.ts";

/** What an action is decided from. */
export interface Scene {
  readonly account: Account;
  readonly follower: Follower;
  readonly now: number;
  readonly dice: Dice;
}

/** What an action comes to, as a part of the fact `follower.acted`. */
export type ActedFact = Omit<Facts["follower.acted"], "appId" | "openid" | "action">;

export interface Decision {
  readonly fact: ActedFact;
  /** Files that the person sends; they come to be before the push that names them. */
  readonly media: readonly Media[];
  /** A code that is made up, because the scanned one is not of this simulator. */
  readonly code?: QrCode;
}

/** A decision without files, for what is no message. */
export function silent(fact: Partial<ActedFact>): Decision {
  return { media: [], fact: { pushes: [], isMessage: false, ...fact } };
}

export function headOf({ account, follower, now }: Scene): PushDocument {
  return {
    ToUserName: account.settings.originalId,
    FromUserName: follower.openid,
    CreateTime: secondsOf(now),
  };
}

export function event(scene: Scene, name: string, elements: PushDocument): PushDocument {
  return { ...headOf(scene), MsgType: "event", Event: name, ...elements };
}

/** A sample file that the person sends. */
export function sentMedia({ now, dice }: Pick<Scene, "now" | "dice">, type: MediaType): Media {
  const sample = SAMPLES[type];
  return {
    mediaId: dice.letters(64),
    type,
    permanent: false,
    createdAt: now,
    fileName: sample.fileName,
    contentType: sample.contentType,
    content: sample.content,
  };
}
