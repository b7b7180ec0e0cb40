/** English sentences, and the same in Chinese. `{name}` stands for what differs, and may be a sentence itself. */
export type Sentences = Readonly<Record<string, string>>;
