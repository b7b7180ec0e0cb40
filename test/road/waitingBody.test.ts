import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import {
  type HttpRequest,
  type HttpResponse,
  openExchange,
} from "../../src/adapter/exchange/exchange.ts";
import { systemClock } from "../../src/clock.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("an exchange that is still open does not keep the bytes of its body", async () => {
  const stream = new PassThrough();
  const about = { method: "POST", url: "/wechat", headers: {}, socket: { destroyed: false } };
  const request = Object.assign(stream, about) as unknown as HttpRequest;
  const exchange = openExchange(
    request,
    new PassThrough() as unknown as HttpResponse,
    systemClock,
    0,
  );
  const body = exchange.body();
  const pieces: WeakRef<Buffer>[] = [];
  for (const text of ["<xml>", "你好", "</xml>"]) {
    const piece = Buffer.from(text);
    pieces.push(new WeakRef(piece));
    stream.write(piece);
  }
  stream.end();
  expect(await body).toBe("<xml>你好</xml>");
  const kept = () => {
    collect();
    return pieces.filter((piece) => piece.deref() !== undefined).length;
  };
  // The stream itself may keep what was written last.
  await expect.poll(kept, { timeout: 5_000 }).toBeLessThan(2);
  expect(exchange.closed).toBe(false);
  expect(request.listenerCount("end")).toBeGreaterThan(0);
});
