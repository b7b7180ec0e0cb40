// What the bench uses of packages that bring no types, or that are installed only when it runs.

declare module "wechat" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export interface WechatConfig {
    readonly token: string;
    readonly appid?: string;
    readonly encodingAESKey?: string;
  }
  export interface WechatRequest extends IncomingMessage {
    readonly query: Readonly<Record<string, string | string[] | undefined>>;
    readonly weixin: { readonly Content?: string };
  }
  export type WechatResponse = ServerResponse & { reply(content: string): void };
  type Next = (error?: unknown) => void;

  export default function wechat(
    config: WechatConfig,
    handle: (request: WechatRequest, response: WechatResponse) => void,
  ): (request: WechatRequest, response: ServerResponse, next: Next) => void;
}

declare module "co-wechat" {
  import type { Middleware } from "koa";
  import type { WechatConfig } from "wechat";

  export default function coWechat(config: WechatConfig): {
    middleware(handle: (message: { readonly Content?: string }) => Promise<string>): Middleware;
  };
}

declare module "koa" {
  import type { RequestListener } from "node:http";

  export type Middleware = (context: object, next: () => Promise<void>) => Promise<void>;
  export default class Koa {
    use(middleware: Middleware): this;
    callback(): RequestListener;
  }
}
declare module "grammy";
declare module "@grammyjs/conversations";

declare module "bullmq" {
  interface Job {
    readonly id?: string;
  }
  interface Options {
    readonly connection: unknown;
    readonly concurrency?: number;
    readonly removeOnComplete?: { readonly count: number };
  }

  export class Queue {
    constructor(name: string, options: Options);
    add(name: string, data: unknown, options: { readonly removeOnComplete: true }): Promise<Job>;
    close(): Promise<void>;
  }
  export class Worker {
    constructor(name: string, work: () => Promise<unknown>, options: Options);
    on(event: "completed", heard: (job: Job) => void): this;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  }
}

declare module "ioredis" {
  export class Redis {
    constructor(url: string, options: { readonly maxRetriesPerRequest: null });
    quit(): Promise<unknown>;
  }
}
