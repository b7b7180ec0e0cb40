/** From so many characters on, a finished paragraph is worth a message of its own. */
const WORTH = 160;
/** WeChat lets an account write five times after a follower's message; one is left for something else. */
const MOST = 4;

/**
 * Cuts an answer that still comes into messages: whole paragraphs, the first as soon as it is there, and no
 * more of them than an account may send. The last one takes whatever is left, however long.
 */
export class Pieces {
  #open = "";
  #count = 0;

  /** What can be sent, now that more has come. */
  *add(words: string): Iterable<string> {
    this.#open += words;
    while (this.#count < MOST - 1) {
      const end = this.#open.indexOf("\n\n", WORTH);
      // A list or a table that is open is not cut.
      if (end < 0 || isInside(this.#open.slice(0, end))) return;
      const piece = this.#open.slice(0, end).trim();
      this.#open = this.#open.slice(end + 2);
      this.#count += 1;
      yield piece;
    }
  }

  /** What is left when no more comes. */
  *end(): Iterable<string> {
    const rest = this.#open.trim();
    this.#open = "";
    if (rest !== "") yield rest;
  }
}

/** Whether a block of code is open. */
function isInside(text: string): boolean {
  return (text.match(/^```/gm) ?? []).length % 2 === 1;
}
