import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson, withoutFields, writeJson } from "../../src/client/json.ts";

test("integers beyond 2^53 come out as strings of the same digits, all others as numbers", () => {
  expect(
    parseJson(
      '{"msgid":2097683633284153344,"n":9007199254740991,"m":9007199254740992,"neg":-3557254367693750277}',
    ),
  ).toEqual({
    msgid: "2097683633284153344",
    n: 9007199254740991,
    m: "9007199254740992",
    neg: "-3557254367693750277",
  });
});

test("digits inside texts, and fractions, are left alone", () => {
  const value = {
    text: 'id "2097683633284153344": 1234567890123456789',
    f: 1.2345678901234567,
    tiny: 0.0000067702986585223536,
  };
  expect(parseJson(`{"a":12345678901234567890,${JSON.stringify(value).slice(1)}`)).toEqual({
    a: "12345678901234567890",
    ...value,
  });
});

test("what JSON.stringify writes is read as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      // Floats such as 1e21 are no integers; unsafe integers are the previous tests' matter.
      fc.pre(!/(?<![\d.-])-?\d{16,}(?![\d.eE])/.test(text));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("an object loses the fields that are named, and nothing else: numbers stay digit by digit", () => {
  const text =
    '{"_n":"x","id":2097683633284153344,"rate":1.50,"tiny":0.0000067702986585223536,"in":{"_n":1}}';
  expect(withoutFields(text, ["_n", "absent"])).toBe(
    '{"id":2097683633284153344,"rate":1.50,"tiny":0.0000067702986585223536,"in":{"_n":1}}',
  );
});

test("raw control characters inside texts and a BOM do not matter", () => {
  expect(parseJson('\ufeff{"remark":"a\u0001b\nc"}')).toEqual({ remark: "a b c" });
});

test("requests are raw UTF-8: nothing is escaped that WeChat would show as \\uXXXX", () => {
  const text = writeJson({ text: { content: '你好 <a href="x">&</a> 😀\u0001\ud83d\u2028\n' } });
  expect(text).toBe('{"text":{"content":"你好 <a href=\\"x\\">&</a> 😀\ufffd\u2028\\n"}}');
});

test("a bigint is written as a bare integer", () => {
  expect(writeJson({ msg_id: 2097683633284153344n })).toBe('{"msg_id":2097683633284153344}');
});
