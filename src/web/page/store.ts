import { useEffect, useState } from "preact/hooks";

/** Tells views what has changed, at most once in a frame. */
export class Topics {
  readonly #views = new Map<string, Set<() => void>>();
  readonly #touched = new Set<string>();
  #waiting = false;

  /** Something about a topic has changed. */
  touch(topic: string): void {
    this.#touched.add(topic);
    if (this.#waiting) return;
    this.#waiting = true;
    // A hidden page has no frames, and must not be without end behind.
    if (document.hidden) setTimeout(() => this.#tell(), 250);
    else requestAnimationFrame(() => this.#tell());
  }

  subscribe(topic: string, view: () => void): () => void {
    const views = this.#views.get(topic) ?? new Set();
    this.#views.set(topic, views.add(view));
    return () => {
      views.delete(view);
    };
  }

  #tell(): void {
    this.#waiting = false;
    const topics = [...this.#touched];
    this.#touched.clear();
    const views = new Set(topics.flatMap((topic) => [...(this.#views.get(topic) ?? [])]));
    for (const view of views) view();
  }
}

/** Renders the calling component again whenever one of the topics changes. */
export function useTopics(topics: Topics, ...names: readonly string[]): void {
  const [, again] = useState(0);
  useEffect(() => {
    const view = () => again((count) => count + 1);
    const ends = names.map((name) => topics.subscribe(name, view));
    // What changed between the first rendering and now.
    view();
    return () => {
      for (const end of ends) end();
    };
  }, [topics, names.join("\n")]);
}

/** Renders the calling component again every so many milliseconds: for countdowns. */
export function useTicks(everyMs: number): void {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
