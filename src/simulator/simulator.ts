import { type Clock, systemClock } from "../clock.ts";
import { WeChatError } from "../errors.ts";
import { serveApi } from "./api/serve.ts";
import { createFaultBox } from "./faults/faultBox.ts";
import type { Faults } from "./faults/faults.ts";
import { Platform, type PushSink } from "./platform.ts";
import type { AccountOptions } from "./world/account.ts";
import type { ComponentOptions } from "./world/component.ts";
import type { Timeline, TimelineEvent } from "./world/timeline.ts";

export interface SimulatorOptions {
  /** Default: the machine's own. */
  readonly clock?: Clock;
  /** The same seed gives the same ids, tokens and codes. */
  readonly seed?: string | number;
  /** Default: any that is free. */
  readonly port?: number;
  /** Stands before every path of the API. Default: nothing. */
  readonly basePath?: string;
  readonly accounts?: readonly AccountOptions[];
  readonly components?: readonly ComponentOptions[];
  /** A recorded past to begin with, instead of accounts and components. */
  readonly replay?: Iterable<TimelineEvent>;
  /** Who delivers what the platform itself has to say. */
  readonly push?: PushSink;
}

export interface Simulator {
  /** The base of the API, without a slash at its end. */
  readonly url: string;
  readonly platform: Platform;
  readonly timeline: Timeline;
  readonly faults: Faults;
  close(): Promise<void>;
}

/**
 * Starts WeChat in a box: the platform and its API, on this machine only. It knows secrets and believes
 * whoever calls it, so it does not start where real people are served.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  if (process.env.NODE_ENV === "production") {
    throw new WeChatError(
      "simulator",
      "The simulator does not start with NODE_ENV=production: it is for tests only.",
    );
  }
  const { clock = systemClock, seed = 1, port = 0, basePath = "" } = options;
  const platform = new Platform({ clock, seed });
  if (options.push !== undefined) platform.onPush(options.push);
  if (options.replay !== undefined) platform.replay(options.replay);
  for (const account of options.accounts ?? []) platform.addAccount(account);
  for (const component of options.components ?? []) platform.addComponent(component);
  const faults = createFaultBox(platform);
  const api = await serveApi(platform, faults, { port, basePath });
  return {
    url: api.url,
    platform,
    timeline: platform.timeline,
    faults,
    async close() {
      platform.close();
      await api.close();
    },
  };
}
