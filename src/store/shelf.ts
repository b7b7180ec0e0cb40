const CHUNK_BYTES = 256 * 1024;
/** A code unit takes at most this many bytes of UTF-8. */
const BYTES_PER_UNIT = 3;
const LENGTH_BYTES = 4;

/** Where a text stands on a shelf. */
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

  put(text: string): Place {
    const most = LENGTH_BYTES + text.length * BYTES_PER_UNIT;
    if (this.#end + most > this.#chunk.length) {
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, most));
      this.#end = 0;
    }
    const place = { chunk: this.#chunk, at: this.#end };
    const length = place.chunk.write(text, place.at + LENGTH_BYTES);
    place.chunk.writeUInt32LE(length, place.at);
    this.#end += LENGTH_BYTES + length;
    return place;
  }

  /** Reads a text and wipes it: the place must not be used again. */
  take({ chunk, at }: Place): string {
    const [start, end] = boundsOf(chunk, at);
    const text = chunk.toString("utf8", start, end);
    chunk.fill(0, start, end);
    return text;
  }

  read({ chunk, at }: Place): string {
    return chunk.toString("utf8", ...boundsOf(chunk, at));
  }
}

function boundsOf(chunk: Buffer, at: number): [number, number] {
  const start = at + LENGTH_BYTES;
  return [start, start + chunk.readUInt32LE(at)];
}
