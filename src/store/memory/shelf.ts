const CHUNK_BYTES = 256 * 1024;
/** A code unit takes at most this many bytes of UTF-8. */
const BYTES_PER_UNIT = 3;
/** Before the texts stand the lengths of both, in bytes. */
const LENGTHS_BYTES = 8;
/** The length of a second text that is not there. */
const NO_TEXT = 0xffff_ffff;

/** What stands on a shelf together: a text, and perhaps another. */
export type Texts = readonly [first: string, second: string | undefined];

/** Where texts stand on a shelf. */
export interface Place {
  readonly chunk: Buffer;
  readonly at: number;
}

/**
 * Texts outside of the JavaScript heap, for what is kept long and hardly ever read again: the garbage collector would
 * copy such a text twice and then look at it again and again. A chunk's memory is free when nobody holds a place in
 * it.
 */
export class Shelf {
  #chunk: Buffer = Buffer.alloc(0);
  #end = 0;

  put([first, second]: Texts): Place {
    const units = first.length + (second?.length ?? 0);
    const most = LENGTHS_BYTES + units * BYTES_PER_UNIT;
    if (this.#end + most > this.#chunk.length) {
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, most));
      this.#end = 0;
    }
    const chunk = this.#chunk;
    const at = this.#end;
    const firstBytes = chunk.write(first, at + LENGTHS_BYTES);
    const end = at + LENGTHS_BYTES + firstBytes;
    const secondBytes = second === undefined ? 0 : chunk.write(second, end);
    chunk.writeUInt32LE(firstBytes, at);
    chunk.writeUInt32LE(second === undefined ? NO_TEXT : secondBytes, at + LENGTHS_BYTES / 2);
    this.#end = end + secondBytes;
    return { chunk, at };
  }

  /** Reads the texts and wipes them: the place must not be used again. */
  take(place: Place): Texts {
    const texts = this.read(place);
    const { start, end } = boundsOf(place);
    place.chunk.fill(0, start, end);
    return texts;
  }

  read(place: Place): Texts {
    const { start, middle, end, hasSecond } = boundsOf(place);
    const { chunk } = place;
    const first = chunk.toString("utf8", start, middle);
    return [first, hasSecond ? chunk.toString("utf8", middle, end) : undefined];
  }
}

function boundsOf({ chunk, at }: Place) {
  const start = at + LENGTHS_BYTES;
  const middle = start + chunk.readUInt32LE(at);
  const secondBytes = chunk.readUInt32LE(at + LENGTHS_BYTES / 2);
  const hasSecond = secondBytes !== NO_TEXT;
  return { start, middle, end: middle + (hasSecond ? secondBytes : 0), hasSecond };
}
