import type { Activity } from "botbuilder";
import type { Log } from "../../log.ts";
import type { Gives } from "../../store/openChoices.ts";
import type { Account } from "../accounts/account.ts";
import type { Turn } from "../turn/turn.ts";
import { Choices } from "./choices/choices.ts";
import { answerForm, beginForm } from "./choices/formTurn.ts";
import { fromActivity } from "./fromActivity.ts";
import { isPlain, prepare, speakingOf } from "./moderation.ts";
import { type Part, Sheet, type Warning } from "./rendering/sheet.ts";
import { complete, isComplete, type UploadFile } from "./rendering/uploads.ts";

export interface TranslatorParts {
  readonly log: Log;
  /** Undefined for an account that cannot upload. */
  readonly uploadOf: (account: Account) => UploadFile | undefined;
  readonly markdown: boolean;
  readonly tapLinks: boolean;
}

/** So many kinds of degradation are logged, each once; what bots make up is without end. */
const MOST_WARNINGS = 500;

/** What is kept of one turn while it runs. */
interface Translation {
  readonly choices: Choices;
  /** Messages that wait for an upload: what is said later comes later. */
  before: Promise<unknown> | undefined;
}

/**
 * Stands between bot and turn: renders what the bot says, in order, and understands what a follower
 * answers to choices and forms.
 */
export class Translator {
  readonly #parts: TranslatorParts;
  readonly #warned = new Set<string>();
  readonly #ofTurn = new WeakMap<Turn, Translation>();

  constructor(parts: TranslatorParts) {
    this.#parts = parts;
  }

  /**
   * Says one activity. Resolves to the id of its first message, empty where it shows nothing. Throws `SendError`
   * for what WeChat would refuse.
   */
  say(turn: Turn, activity: Partial<Activity>): Promise<string> {
    const choices = this.#choicesOf(turn);
    const { parts, warnings } = fromActivity(activity, {
      push: turn.push,
      locale: turn.account.locale,
      number: choices.show,
      markdown: this.#parts.markdown,
      tapLinks: this.#parts.tapLinks,
      beginForm: (form, sheet) => beginForm(turn.scope, form, sheet),
    });
    warnings.forEach(this.#warn);
    if (parts.length === 0) return Promise.resolve("");
    choices.said();
    return this.#send(turn, parts, activity);
  }

  /**
   * What the bot gets of an activity that a follower caused: an answer to a choice becomes what the choice
   * gives. Undefined where a form took the answer and asks on: then the bot has nothing to do.
   */
  async hear(turn: Turn, activity: Partial<Activity>): Promise<Partial<Activity> | undefined> {
    const { push } = turn;
    if (push?.kind !== "message" || (push.type !== "text" && push.type !== "voice"))
      return activity;
    const answer = push.type === "text" ? push.content : (push.recognition ?? "");
    if (answer.trim() === "") return activity;
    const choices = this.#choicesOf(turn);
    const taken = choices.taken(answer, push.type === "text" ? push.menuId : undefined);
    const form = answerForm(turn.scope, answer, taken);
    if (form?.does === "asks") {
      const sheet = new Sheet(turn.account.locale, choices.show, this.#parts.tapLinks);
      form.write(sheet);
      sheet.flush();
      choices.said();
      await this.#send(turn, sheet.parts, {});
      return undefined;
    }
    const gives = form?.gives ?? taken?.gives;
    return gives === undefined ? activity : withGives(activity, gives, taken?.title ?? answer);
  }

  async #send(turn: Turn, parts: readonly Part[], activity: Partial<Activity>): Promise<string> {
    const translation = this.#translationOf(turn);
    const { before } = translation;
    const truth = wantsTruth(turn, activity);
    const plain = isPlain(activity, speakingOf(turn));
    if (before === undefined && plain && isComplete(parts)) {
      const [id = ""] = await turn.send(parts, truth);
      return id;
    }
    const upload = this.#parts.uploadOf(turn.account);
    const completed = complete(parts, upload, this.#warn).then((messages) =>
      prepare(messages, activity, speakingOf(turn)),
    );
    let sent: Promise<readonly string[]> = Promise.resolve([]);
    // One that failed does not keep what comes after it.
    const begun = Promise.all([completed, before?.catch(() => {})]).then(([messages]) => {
      if (messages.length > 0) sent = turn.send(messages, truth);
      // Whoever sent it hears of a failure; the next message does not wait for it.
      sent.catch(() => {});
    });
    translation.before = begun;
    await begun;
    if (translation.before === begun) translation.before = undefined;
    const [id = ""] = await sent;
    return id;
  }

  #choicesOf(turn: Turn): Choices {
    return this.#translationOf(turn).choices;
  }

  #translationOf(turn: Turn): Translation {
    const known = this.#ofTurn.get(turn);
    if (known !== undefined) return known;
    const translation = { choices: new Choices(turn.scope), before: undefined };
    this.#ofTurn.set(turn, translation);
    return translation;
  }

  readonly #warn = ({ kind, how }: Warning): void => {
    if (this.#warned.has(kind) || this.#warned.size >= MOST_WARNINGS) return;
    this.#warned.add(kind);
    this.#parts.log.warn({ kind, how }, "an activity is shown otherwise than it was meant");
  };
}

function withGives(activity: Partial<Activity>, gives: Gives, title: string): Partial<Activity> {
  const { text, value, invoke, mark } = gives;
  if (activity.type === "event") {
    return {
      ...activity,
      value: { ...activity.value, text, ...(value !== undefined && { value }) },
    };
  }
  const { value: _, ...rest } = activity;
  if (invoke !== undefined) return { ...rest, type: "invoke", name: invoke, value };
  return {
    ...rest,
    text,
    ...(value !== undefined && { value }),
    ...(mark && {
      channelData: {
        ...activity.channelData,
        [mark]: mark === "postBack" ? true : { displayText: title },
      },
    }),
  };
}

/** Whether a send must not resolve before its fate is known: the activity or the account says so. */
function wantsTruth({ account }: Turn, { channelData }: Partial<Activity>): boolean {
  return channelData?.awaitDispatch ?? account.awaitDispatch;
}
