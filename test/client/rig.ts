import { type Client, type ClientSettings, createClient } from "../../src/client/client.ts";
import type { openBox } from "../simulator/box.ts";
import { memoryLog } from "./scripted.ts";

/** Smallest files that begin as their kinds do. */
export const JPG = Buffer.from("ffd8ffe000104a464946", "hex");
export const PNG = Buffer.from("89504e470d0a1a0a0000", "hex");
export const GIF = Buffer.from("GIF89a");
export const MP3 = Buffer.from("ID3\x03\x00\x00", "latin1");
export const MP4 = Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom");

/** A client of the simulated account. */
export function openClient(
  box: Awaited<ReturnType<typeof openBox>>,
  settings: Partial<ClientSettings> = {},
): Client & AsyncDisposable {
  const client = createClient({
    appId: box.appId,
    secret: box.appSecret,
    apiBase: box.simulator.url,
    clock: box.clock,
    log: memoryLog(),
    ...settings,
  });
  return { ...client, [Symbol.asyncDispose]: () => client.close() };
}
