import type {
  Activity,
  ActivityHandler,
  ConversationReference,
  Storage,
  TurnContext,
} from "botbuilder";

/** What a user does in a run of a shape. */
export type Move =
  | { readonly says: string }
  | { readonly joins: true }
  | { readonly sendsPicture: true }
  /** Something outside of the conversation happens. */
  | { readonly outside: true };

/** A bot as Microsoft's samples shape it, and what a user does with it. */
export interface Shape {
  readonly name: string;
  /** A new bot; it keeps what it knows in the storage. */
  readonly bot: (storage: Storage) => ActivityHandler;
  readonly script: readonly Move[];
  /** What runs when something happens outside of the conversation. */
  readonly outside?: (context: TurnContext) => Promise<void>;
  readonly referenceOf?: (bot: ActivityHandler) => Partial<ConversationReference> | undefined;
}

/** A picture as a user's phone sends it. */
export const PICTURE: Partial<Activity> = {
  type: "message",
  text: "",
  attachments: [
    { contentType: "image/jpeg", name: "photo.jpg", contentUrl: "https://example.org/photo.jpg" },
  ],
};
