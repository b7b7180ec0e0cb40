import type { SubscribeScene } from "../world/followers.ts";

/** Bytes or the id of something that the account holds already. Default: a tiny file of the right type. */
export interface Attachment {
  readonly mediaId?: string;
}
export interface Place {
  /** Degrees north. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
}

/** Everything a person can do with an account on the phone. */
export type FollowerAction =
  /** Follows; with `ticket` or `scene` by a parametric QR code, with `transactionId` after paying. */
  | {
      readonly do: "follow";
      readonly ticket?: string;
      readonly scene?: string | number;
      readonly transactionId?: string;
      readonly via?: SubscribeScene;
    }
  | { readonly do: "unfollow" }
  | { readonly do: "say"; readonly text: string }
  | ({ readonly do: "image"; readonly picUrl?: string } & Attachment)
  | ({
      readonly do: "voice";
      readonly recognition?: string;
      readonly format?: "amr" | "speex";
    } & Attachment)
  | ({ readonly do: "video" | "shortvideo" } & Attachment)
  | ({ readonly do: "location"; readonly scale?: number; readonly label?: string } & Place)
  | {
      readonly do: "link";
      readonly title: string;
      readonly description?: string;
      readonly url: string;
    }
  | { readonly do: "file"; readonly name: string; readonly bytes?: number }
  | {
      readonly do: "miniprogrampage";
      readonly title: string;
      readonly appId: string;
      readonly pagePath: string;
    }
  /** Taps an item of the custom menu that the person sees: by its key, else its url, path or name. */
  | {
      readonly do: "tap";
      readonly key: string;
      /** What a scanning item reads. */
      readonly result?: string;
      /** How many pictures a picture item sends. */
      readonly pictures?: number;
      /** Which place a location item sends. */
      readonly place?: Place & { readonly label?: string };
    }
  /** Scans a parametric QR code. Who does not follow yet follows by it. */
  | { readonly do: "scan"; readonly ticket?: string; readonly scene?: string | number }
  /** Taps an item of a message menu that stands in the chat. */
  | { readonly do: "choose"; readonly id: string; readonly text?: string }
  /** The phone reports where it is. */
  | ({ readonly do: "report"; readonly precision?: number } & Place)
  | { readonly do: "pay"; readonly transactionId?: string; readonly follow?: boolean }
  /** Switches "receive messages" of the account on or off. */
  | { readonly do: "receive"; readonly on: boolean }
  /** Answers the question whether a template may be sent. */
  | {
      readonly do: "permit";
      readonly templateId: string;
      readonly accept: boolean;
      readonly longTerm?: boolean;
      /** 1 a pop-up of a web page, 2 an article. */
      readonly popupScene?: 1 | 2;
    }
  /** Takes a permission back in the settings. */
  | { readonly do: "revoke"; readonly templateId: string }
  /** Any other event or message, as it stands: for what has no action of its own. */
  | {
      readonly do: "send";
      readonly elements: { readonly [name: string]: string | number };
    };

/** The name of an action. */
export type ActionName = FollowerAction["do"];
