import type { Activity } from "botbuilder";
import type { Money } from "../../language/numbers/money.ts";

/** What a bot says: words, or an activity of Bot Framework with cards, pictures, choices. */
export type BotMessage = string | Partial<Activity>;

/**
 * How a message is written in a catalogue: words with places for values, `"Table for {party}, {at:dateTime}"`,
 * also for parts of values, `{contact.name}`; an activity whose words have such places; or a function of the values.
 */
// biome-ignore lint/suspicious/noExplicitAny: a function of any values; `ParamsOf` reads which.
export type Written = string | Partial<Activity> | ((params: any) => BotMessage);

/** How a value is put into words, in the language of the message. */
export interface Formats {
  /** `2026-12-01`: 12月1日星期二. */
  readonly date: string;
  /** `20:00`: 20:00, or 8:00 PM where that is usual. */
  readonly time: string;
  /** `2026-12-01T20:00+08:00`, as its own clock shows it. */
  readonly dateTime: string;
  /** Milliseconds: 1小时30分钟. */
  readonly duration: number;
  readonly money: Money;
  readonly number: number;
  /** The message under `NAME.VALUE`: `{service:text}` says what `service.dine` says. */
  readonly text: string;
}

export type FormatOf<F> = F extends keyof Formats ? Formats[F] : never;
export type ValueOf<P> = P extends `${string}.${string}`
  ? object
  : P extends `${string}:${infer F}`
    ? FormatOf<F>
    : string | number;
export type NameOf<P> = P extends `${infer Name}.${string}` | `${infer Name}:${string}` ? Name : P;
export type Places<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | Places<Rest> : never;

/** The values that a message needs. */
export type ParamsOf<M> = M extends (params: infer P) => unknown
  ? P
  : M extends string
    ? string extends M
      ? Readonly<Record<string, unknown>>
      : { readonly [P in Places<M> as NameOf<P>]: ValueOf<P> }
    : Readonly<Record<string, unknown>>;

/** A message needs no values when its parameters may be left out. */
// biome-ignore lint/complexity/noBannedTypes: `{}` asks whether anything is required.
export type Arguments<M> = {} extends ParamsOf<M> ? [params?: ParamsOf<M>] : [params: ParamsOf<M>];
