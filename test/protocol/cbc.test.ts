import { createCipheriv, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Cbc } from "../../src/protocol/cbc.ts";

const wholeBlocks = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .chain(({ length }) => fc.uint8Array({ minLength: length * 16, maxLength: length * 16 }))
  .map((bytes) => Buffer.from(bytes));
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
const thirtyTwo = fc.uint8Array({ minLength: 32, maxLength: 32 });

test("each of many messages is sealed and opened as by a cipher of its own", () => {
  const messages = fc.array(fc.tuple(fc.boolean(), wholeBlocks), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(thirtyTwo, sixteen, messages, (key, vector, all) => {
      const cbc = new Cbc(createSecretKey(key), Buffer.from(vector));
      for (const [opens, plain] of all) {
        const own = createCipheriv("aes-256-cbc", key, vector).setAutoPadding(false);
        const sealed = own.update(plain);
        if (opens) expect(cbc.open(sealed)).toEqual(plain);
        else expect(cbc.seal(Buffer.from(plain))).toEqual(sealed);
      }
    }),
  );
});
