import { StoreUnavailable } from "../../src/errors.ts";
import type { Store } from "../../src/store/store.ts";

const TRIES = 100;
const PAUSE_MS = 30;

/** The same store for callers who try again while it is away. */
export function repeating(store: Store): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      if (name === "export") return exporting(target);
      if (name === "tokens") return repeatingTokens(target.tokens);
      const verb = target[name];
      if (typeof verb !== "function") return verb;
      const run = verb.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (name === "onWake" || name === "close") return run;
      return (...args: unknown[]) => repeat(() => run(...args));
    },
  });
}

function repeatingTokens(tokens: Store["tokens"]): Store["tokens"] {
  return new Proxy(tokens, {
    get(target, name: keyof Store["tokens"]) {
      const verb = target[name];
      if (typeof verb !== "function") return verb;
      const run = verb.bind(target) as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => repeat(() => run(...args));
    },
  });
}

function exporting(store: Store): Store["export"] {
  return async function* exportAgain(follower) {
    yield* await repeat(async () => {
      const all: unknown[] = [];
      for await (const one of store.export(follower)) all.push(one);
      return all;
    });
  };
}

async function repeat<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
