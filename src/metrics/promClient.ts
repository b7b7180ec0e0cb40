import { createRequire } from "node:module";
import type * as PromClient from "prom-client";

const require = createRequire(import.meta.url);

/** `prom-client`, loaded with the first metrics: whoever counts nothing does not pay for 32 modules. */
export function promClient(): typeof PromClient {
  return require("prom-client");
}
