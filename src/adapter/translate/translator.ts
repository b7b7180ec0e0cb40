import type { Activity } from "botbuilder";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import type { MessagePush } from "../../protocol/push.ts";
import { CHOICES, FORM, type Gives } from "../../store/openChoices.ts";
import type { Account } from "../accounts/account.ts";
import { PerTurn } from "../turn/perTurn.ts";
import type { Turn } from "../turn/turn.ts";
import { Choices } from "./choices/choices.ts";
import { answerForm, beginForm } from "./choices/formTurn.ts";
import { fromActivity, type RenderFacts, type Unshown } from "./fromActivity.ts";
import { isPlain, prepare, speakingOf } from "./moderation.ts";
import type { Form } from "./rendering/adaptive/form.ts";
import { type Part, Sheet, type Warning } from "./rendering/sheet.ts";
import { complete, isComplete, type UploadFile } from "./rendering/uploads.ts";
import { unshownId, warner } from "./unshown.ts";

/** What the bot gets of an activity; undefined where it has nothing to do. */
type Heard = Partial<Activity> | undefined;

interface TranslatorParts {
  readonly log: Log;
  readonly clock: Clock;
  /** Undefined for an account that cannot upload. */
  readonly uploadOf: (account: Account) => UploadFile | undefined;
  /** Where a follower signs in to a connection; undefined where he cannot. */
  readonly signInLink: (account: Account, openid: string, connection: string) => string | undefined;
  readonly markdown: boolean;
  readonly reasoning: boolean;
  readonly tapLinks: boolean;
}

const REASONS: Readonly<Record<Unshown, string>> = {
  reasoning: "the model thought and said nothing; `reasoning: true` shows its thoughts",
  withheld: "the account's `moderate` withheld all of it",
  stopped: "a newer message of the follower stopped the turn",
};

/** What is kept of one turn while it runs. */
interface Translation {
  readonly choices: Choices;
  /** Settles when earlier messages are uploaded: later messages wait for them. */
  before: Promise<unknown> | undefined;
  /** How many activities had something to say and showed nothing. */
  unshown: number;
}

/**
 * Stands between bot and turn: renders what the bot says, in order, and understands what a follower
 * answers to choices and forms.
 */
export class Translator {
  readonly #parts: TranslatorParts;
  readonly #warn: (warning: Warning) => void;
  readonly #translations = new PerTurn<Translation>((turn) => {
    return { choices: new Choices(turn.scope), before: undefined, unshown: 0 };
  });

  constructor(parts: TranslatorParts) {
    this.#parts = parts;
    this.#warn = warner(parts.log, parts.clock);
  }

  /**
   * Says one activity. Resolves to the id of its first message; to an id that tells why an activity with something to
   * say shows nothing; or to an empty text where the activity has nothing to say. Throws `SendError` for a message
   * that WeChat would refuse.
   */
  say(turn: Turn, activity: Partial<Activity>): Promise<string> {
    const choices = this.#choicesOf(turn);
    const { parts, warnings, unshown } = fromActivity(activity, this.#facts(turn, choices));
    warnings.forEach(this.#warn);
    if (unshown !== undefined) return Promise.resolve(this.#unshown(turn, unshown));
    if (parts.length === 0) return Promise.resolve("");
    choices.said();
    return this.#send(turn, parts, activity);
  }

  /** Says nothing, because a newer message has stopped the turn. */
  async stopped(turn: Turn): Promise<string> {
    return this.#unshown(turn, "stopped");
  }

  /**
   * What the bot gets of a follower's activity: an answer to a choice becomes what the choice gives. Undefined where
   * a form took the answer and asks on: then the bot has nothing to do.
   */
  hear(turn: Turn, activity: Partial<Activity>): Heard | Promise<Heard> {
    const { push } = turn;
    // A follower who writes several messages in a row does not answer a choice with them.
    if (activity.channelData?.gathered !== undefined) return activity;
    if (push?.kind !== "message" || (push.type !== "text" && push.type !== "voice"))
      return activity;
    // The words of a voice may come from the account's own `transcribe`.
    const answer = push.type === "text" ? push.content : (activity.text ?? "");
    if (answer.trim() === "") return activity;
    // Nearly always nothing stands open.
    if (!turn.scope.has(CHOICES) && !turn.scope.has(FORM)) return activity;
    return this.#hearAnswer(turn, push, activity, answer);
  }

  async #hearAnswer(
    turn: Turn,
    push: MessagePush,
    activity: Partial<Activity>,
    answer: string,
  ): Promise<Heard> {
    const choices = this.#choicesOf(turn);
    const menuId = push.type === "text" ? push.menuId : undefined;
    const taken = choices.taken(answer, menuId, turn.quotaLeft > 0 ? false : undefined);
    const answering = answerForm(turn.scope, answer, taken);
    const form = answering && (await answering);
    if (form?.does === "asks") {
      const sheet = new Sheet(this.#facts(turn, choices));
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
    const translation = this.#translations.of(turn);
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
    // A failed message does not hold up the next ones.
    const begun = Promise.all([completed, before?.catch(() => {})]).then(([messages]) => {
      if (messages.length === 0) sent = Promise.resolve([this.#unshown(turn, "withheld")]);
      else sent = turn.send(messages, truth);
      // The sender hears of a failure; the next message does not wait for it.
      sent.catch(() => {});
    });
    translation.before = begun;
    await begun;
    if (translation.before === begun) translation.before = undefined;
    const [id = ""] = await sent;
    return id;
  }

  #choicesOf(turn: Turn): Choices {
    return this.#translations.of(turn).choices;
  }

  #facts({ push, account, scope, lease }: Turn, { show }: Choices): RenderFacts {
    const { locale, timeZone, aiLabel } = account;
    const { markdown, reasoning, tapLinks } = this.#parts;
    const begin = (form: Form, sheet: Sheet) => beginForm(scope, form, sheet);
    const signInLink = (connection: string) =>
      this.#parts.signInLink(account, lease.follower.openid, connection);
    const of = { push, locale, timeZone, number: show };
    return { ...of, markdown, reasoning, tapLinks, aiLabel, signInLink, beginForm: begin };
  }

  #unshown(turn: Turn, why: Unshown): string {
    if (why !== "stopped") this.#warn({ kind: `unshown ${why}`, how: REASONS[why], lost: true });
    const translation = this.#translations.of(turn);
    translation.unshown += 1;
    return unshownId(turn.lease.pushKey, translation.unshown, why);
  }
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
