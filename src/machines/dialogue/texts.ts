/**
 * Where the words come from. A dialogue names a message by its key and gives parameters; how it reads, in
 * which language and in which form (words, a card, a picture), is decided when it is sent.
 *
 * `Message` is what a channel takes: to a bot, words or a Bot Framework activity.
 */
export interface Texts<Key extends string = string, Message = unknown> {
  /** The keys that a dialogue with these texts may name. */
  readonly keys?: readonly Key[];
  /** The message under a key in a language (a BCP 47 tag); undefined where there is none. */
  render(key: NoInfer<Key>, params: Params, locale: string): Message | undefined;
  /** Whether there is a message under a key. Where texts can tell, a dialogue with an unknown key is refused. */
  has?(key: string): boolean;
  /** How the message under a key reads in every language, where it is plain words. */
  wordings?(key: string): readonly string[];
}

/** What a text may mention: the dialogue's answers and, after a miss, `attempt`, `reason` and `heard`. */
export type Params = Readonly<Record<string, unknown>>;
