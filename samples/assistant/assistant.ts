import { ActivityHandler, ConversationState, type Storage, type TurnContext } from "botbuilder";
import { consent, languageOf, signalOf, streamReply, texts } from "../../src/index.ts";
import type { Model, Said, ToolCall } from "./model.ts";

/** What the model is told before everything else. */
const MANNERS: Said = {
  role: "system",
  content:
    "You answer in a chat on a phone: short paragraphs, no tables, in the language of the question.",
};
/** What was said before, as far as the model is reminded of it. */
const REMEMBERED_TURNS = 8;
const REMEMBERED_CHARACTERS = 2_000;

/** In whatever words somebody wants to begin anew. */
const FORGETS =
  /^(?:reset|重置|清空|重新开始|从头(?:开始|来)|换个话题|(?:都|全|把.*)?忘(?:了|掉)(?:吧|它)?|(?:please |let's |ok,? )*(?:forget (?:everything|it all|that)|start (?:over|again|anew)|new topic)\b.*)[。.!！~]*$/iu;
/** A person is wanted, and there is none. */
const PERSON = /^.{0,6}(?:人工|真人|客服).{0,4}$|\b(?:human|real person|operator)\b/iu;

const words = texts(
  "en",
  {
    welcome: "Hello! Ask me anything. Say “reset” and I forget what we talked about.",
    forgotten: "Forgotten. What shall we talk about?",
    forget: "Shall I forget all that we talked about?",
    kept: "Good, I keep it in mind.",
    broken: "I lost the thread there. Please ask again.",
    away: "I cannot think right now. Please try again in a minute.",
    onlyWords: "I can only read words, or hear them.",
    alone: "There is nobody here but me, a program. What may I help you with?",
  },
  {
    zh: {
      welcome: "您好！有什么想问的？回复“重置”我就忘掉之前的对话。",
      forgotten: "已经忘了。聊点什么？",
      forget: "要忘掉我们之前的全部对话吗？",
      kept: "好的，都还记着。",
      broken: "说到一半断了，请再问一次。",
      away: "现在想不了问题，请过一分钟再试。",
      onlyWords: "我只看得懂文字，听得懂话，麻烦打字告诉我。",
      alone: "这里只有我，我是程序，没有人工客服。想问什么？",
    },
  },
);

/**
 * A bot in front of a language model. It shows the answer as it comes, stops when the follower does not read on,
 * remembers the last few turns, and asks before it does what the model wants and nobody can take back.
 */
export class Assistant extends ActivityHandler {
  constructor(model: Model, storage: Storage) {
    super();
    const state = new ConversationState(storage);
    const remembered = state.createProperty<readonly Said[]>("talk");

    this.onMembersAdded(async (context, next) => {
      await context.sendActivity(say(context, "welcome"));
      await next();
    });

    // A sticker comes as an event without words.
    this.onEvent(async (context, next) => {
      if (context.activity.name === "unsupported") {
        await context.sendActivity(say(context, "onlyWords"));
      }
      await next();
    });

    this.onMessage(async (context, next) => {
      const question = context.activity.text.trim();
      const talk = (await remembered.get(context)) ?? [];
      if (question === "") await context.sendActivity(say(context, "onlyWords"));
      else if (FORGETS.test(question)) {
        await remembered.set(context, []);
        await context.sendActivity(say(context, "forgotten"));
      } else if (PERSON.test(question)) await context.sendActivity(say(context, "alone"));
      else {
        const asked: Said = { role: "user", content: question };
        const { content, call } = await answer(context, model, [MANNERS, ...talk, asked]);
        if (content !== "") {
          await remembered.set(context, recent([...talk, asked, { role: "assistant", content }]));
        }
        if (call?.tool === "forget") {
          const title = String(say(context, "forget"));
          await consent(context, { title, timeout: "2d" });
        }
      }
      await state.saveChanges(context);
      await next();
    });

    this.onEvent(async (context, next) => {
      const { name, value } = context.activity;
      if (name === "consent") {
        if (value.answer === "yes") await remembered.set(context, []);
        const told = { yes: "forgotten", no: "kept" } as const;
        if (value.answer !== "expired") {
          await context.sendActivity(say(context, told[value.answer as "yes" | "no"]));
        }
        await state.saveChanges(context);
      }
      await next();
    });
  }
}

/** Says what the model says, as it comes. Gives as much of it as the follower has read, and what is to be done. */
async function answer(context: TurnContext, model: Model, talk: readonly Said[]) {
  let call: ToolCall | undefined;
  let begun = false;
  async function* words(signal: AbortSignal) {
    for await (const part of model(talk, signal)) {
      if (typeof part !== "string") call = part;
      else {
        begun = true;
        yield part;
      }
    }
  }
  try {
    const content = await streamReply(context, words, { mayBeEmpty: true, ai: true });
    const isWhole = signalOf(context)?.aborted !== true;
    return { content: isWhole || content === "" ? content : `${content}…`, call };
  } catch {
    await context.sendActivity(say(context, begun ? "broken" : "away"));
    return { content: "", call: undefined };
  }
}

function recent(talk: readonly Said[]): readonly Said[] {
  return talk
    .slice(-2 * REMEMBERED_TURNS)
    .map(({ role, content }) => ({ role, content: content.slice(0, REMEMBERED_CHARACTERS) }));
}

function say(context: TurnContext, key: (typeof words.keys)[number]) {
  return words.say(languageOf(context) ?? "en", key);
}
