/** What an agent may still send, as far as we know. */
export interface Reach {
  /** How many customer-service messages. 0: what is said now waits for the follower's next contact. */
  readonly left: number;
  /** Until when, in milliseconds since the epoch; undefined where nothing is open. */
  readonly until: number | undefined;
}

/** A follower asks for a person. */
export interface DeskTicket {
  /** The same key is the same ticket: after a crash it may come again. */
  readonly key: string;
  /** Whoever answers brings it back, as it is: see {@link DeskHub.reply}. */
  readonly address: string;
  /** The follower's name here, which is no secret. */
  readonly name: string;
  readonly reason: string;
  /** When the follower wrote, in milliseconds since the epoch; the same when it comes again. */
  readonly at: number;
  readonly reach: Reach;
}

/** The follower has written. */
export interface DeskMessage {
  /** The same key is the same message: after a crash it may come again. */
  readonly key: string;
  readonly text: string;
  /** When the follower wrote, in milliseconds since the epoch; the same when it comes again. */
  readonly at: number;
  readonly reach: Reach;
}

/**
 * Where people answer behind the bot: Chatwoot, Zendesk, a page of your own. Each call is repeated until it resolves, in
 * order, also by the process that comes after; it should know a key again.
 */
export interface Desk {
  /** Opens a conversation. Resolves to the desk's own id of it. */
  open(ticket: DeskTicket): Promise<string>;
  /** Brings what the follower has written. */
  message(conversation: string, message: DeskMessage): Promise<void>;
  /** The follower is back with the bot. */
  close(
    conversation: string,
    closing: { readonly key: string; readonly at: number },
  ): Promise<void>;
}

/** What an agent says. */
export interface DeskReply {
  /** The desk's id of the message: said once, however often it is brought. */
  readonly id: string;
  readonly text: string;
}

/** What became of it, and what is left. */
export interface Replied extends Reach {
  /** `sent`, `held` and the others of `dispatchOf`; `repeated` where it had been said, `closed` where nobody has asked for a person. */
  readonly fate: string;
}

/** What a hub needs of an adapter; both of ours have it. */
export interface DeskAdapter {
  continueConversationAsync(
    appId: string,
    reference: object,
    logic: (context: DeskContext) => Promise<void>,
  ): Promise<void>;
  dispatchOf(reference: object, id: string): Promise<unknown>;
  export(follower: { readonly appId: string; readonly openid: string }): AsyncIterable<unknown>;
}

/** A turn's context, of either SDK. */
export interface DeskContext {
  readonly activity: object;
  readonly turnState: { get(key: symbol): unknown };
  sendActivity(text: string): Promise<unknown>;
}
