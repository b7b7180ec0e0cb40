import { answerAtAll } from "../../lastResort.ts";
import { errorFacts } from "../../log.ts";
import {
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  openExchange,
} from "../exchange/exchange.ts";
import { WebExchange, type WebRequest } from "../exchange/webExchange.ts";
import type { Road } from "../road.ts";
import type { RunBot } from "../turn/turn.ts";
import type { Deliveries } from "./deliveries.ts";
import { receive } from "./endpoint.ts";
import { watchStalls } from "./stalls.ts";

/** The answer to a request that comes after `close`: WeChat asks again, and reaches another process. */
const CLOSED = "This adapter is closed.\n";

/** Where requests come in, Node's or web requests. From here on all are exchanges. */
export class Entrance {
  readonly #road: Road;
  readonly #deliveries: Deliveries;
  readonly #stalls = watchStalls();
  readonly #listener: Parameters<typeof answerAtAll>[0];
  #closed = false;

  constructor(road: Road, deliveries: Deliveries) {
    this.#road = road;
    this.#deliveries = deliveries;
    this.#listener = { name: "process", log: road.log };
  }

  /** Answers a request of Node's. Rejects only for other objects. */
  process(request: HttpRequest, response: HttpResponse, runBot: RunBot): Promise<void> {
    if (!isNodes(request, response)) return Promise.reject(new TypeError(NOT_NODES));
    return answerAtAll(this.#listener, response, () => {
      const stalledMs = this.#stalls.stalledMs();
      const exchange = openExchange(request, response, this.#road.clock, stalledMs);
      return this.#receive(exchange, runBot);
    });
  }

  /** Answers a web request. Rejects only for other objects. */
  async fetch(request: WebRequest, runBot: RunBot): Promise<Response> {
    const { clock, log, pace } = this.#road;
    const stalledMs = this.#stalls.stalledMs();
    const exchange = new WebExchange(request, { clock, stalledMs, holdMs: pace.abandonMs });
    const failed = (error: unknown) => {
      log.error(
        { listener: "fetch", ...errorFacts(error, log) },
        "a request could not be answered",
      );
      return exchange.answer(500, "Something went wrong here.\n");
    };
    void this.#receive(exchange, runBot)
      .catch(failed)
      .finally(() => exchange.end());
    return exchange.response;
  }

  #receive(exchange: Exchange, runBot: RunBot): Promise<unknown> {
    if (this.#closed) return exchange.answer(503, CLOSED);
    return receive(this.#road, this.#deliveries, exchange, runBot);
  }

  /** Whether {@link close} was called: nothing is taken any more. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#stalls.stop();
  }
}

/**
 * Whether these are Node's objects: a host's own objects are easily passed in their place. A host that has read the
 * body may give the body instead.
 */
function isNodes(
  request: Partial<HttpRequest>,
  response: Partial<HttpResponse> | undefined,
): boolean {
  const isReadable = typeof request?.on === "function" || request?.body !== undefined;
  return isReadable && typeof response?.writeHead === "function";
}

const NOT_NODES =
  "`process` takes Node's own request and response: ctx.req and ctx.res of Koa, request.raw and reply.raw of Fastify. A web Request goes to `fetch`.";
