import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Desk, DeskHub, Replied } from "../../src/index.ts";
import {
  type ChatwootSettings,
  type Conversation,
  chatwootApi,
  type Message,
} from "./chatwootApi.ts";
import { isSame, readBody } from "./requests.ts";

const BOT_IS_BACK = "人工服务已结束，机器人为您服务。 The bot is back.";

/** Chatwoot as a desk. Each call may be made again: what is there already is found. */
export function chatwootDesk(settings: ChatwootSettings): Desk {
  const chatwoot = chatwootApi(settings);
  /** Conversations whose last call was answered: their next message is surely new. */
  const sure = new Set<string>();

  /** Chatwoot keeps no key of ours; text and time together are one. */
  async function write(conversation: string, content: string, at: number): Promise<void> {
    const isOurs = (one: Message) =>
      one.content === content && one.content_attributes?.external_created_at === at;
    if (!sure.has(conversation) && (await chatwoot.messagesOf(conversation)).some(isOurs)) return;
    sure.delete(conversation);
    const message = { content, message_type: "incoming", external_created_at: at };
    await chatwoot.write(conversation, message);
    sure.add(conversation);
  }

  return {
    async open({ address, name, reason, at }) {
      const source = createHash("sha256").update(address).digest("hex").slice(0, 32);
      await chatwoot.makeContact(source, name);
      const known = await chatwoot.conversationsOf(source);
      const running = known.find(({ status }) => status !== "resolved");
      const { id } =
        running ?? (await chatwoot.makeConversation(source, { wechat_address: address }));
      await write(String(id), reason, at);
      return String(id);
    },
    message: (conversation, { text, at }) => write(conversation, text, at),
    async close(conversation) {
      sure.delete(conversation);
      await chatwoot.resolve(conversation);
    },
  };
}

/**
 * What the inbox's Callback URL leads to, `https://…/SECRET`: agents' words go to the follower, and a resolved conversation
 * back to the bot. Where the answer is not 200, Chatwoot shows the agent that his message failed, and he sends it again.
 */
export function chatwootServer(hub: DeskHub, settings: ChatwootSettings): Server {
  return createServer((request, response) => {
    const end = (status: number) => {
      response.statusCode = status;
      response.end();
    };
    const secret = (request.url ?? "").split("/").at(-1) ?? "";
    readBody(request)
      .then((text) => {
        if (text === undefined || !isSame(secret, settings.secret)) return end(403);
        return hear(hub, settings, JSON.parse(text)).then(() => end(200));
      })
      .catch(() => end(503));
  });
}

/** What Chatwoot says: a message with its conversation, or a conversation. */
type Webhook = { readonly event?: string } & Message &
  Conversation & { readonly conversation?: Conversation };

async function hear(hub: DeskHub, settings: ChatwootSettings, webhook: Webhook): Promise<void> {
  const { event, conversation = webhook } = webhook;
  const address = conversation.custom_attributes?.wechat_address;
  if (address === undefined) return;
  if (event === "conversation_status_changed" && webhook.status === "resolved")
    await hub.close(address, BOT_IS_BACK);
  // Sent again by the agent, a message is an updated one.
  if ((event === "message_created" || event === "message_updated") && isAgents(webhook))
    await say(hub, settings, address, String(conversation.id), webhook);
}

const isAgents = ({ message_type: type, private: isNote }: Message) =>
  (type === "outgoing" || type === 1) && isNote !== true;

/** Says an agent's words, and tells him in a note where the follower does not see them at once, or few are left. */
async function say(
  hub: DeskHub,
  settings: ChatwootSettings,
  address: string,
  conversation: string,
  { id, content }: Message,
): Promise<void> {
  const replied = await hub.reply(address, { id: String(id), text: content ?? "" });
  const note = noteOn(replied);
  if (note === undefined) return;
  const message = { content: note, message_type: "outgoing", private: true };
  // The words are said: without the note nothing is lost.
  await chatwootApi(settings)
    .write(conversation, message)
    .catch(() => {});
}

function noteOn({ fate, left, until }: Replied): string | undefined {
  if (fate === "held") return "微信：用户下次发消息时才会看到。 Held until the follower writes.";
  if (fate === "closed") return "微信：用户已回到机器人。 Not sent: the bot has the conversation.";
  if (fate !== "sent" || left > 1) return undefined;
  const end = until === undefined ? "" : new Date(until).toISOString();
  return `微信：还可发送 ${left} 条。 ${left} more until ${end}.`;
}

/** Says what agents wrote while nobody listened: call it once the server hears. What was said is known by its id. */
export async function catchUp(hub: DeskHub, settings: ChatwootSettings): Promise<void> {
  const chatwoot = chatwootApi(settings);
  for (let page = 1; ; page++) {
    const open = await chatwoot.openConversations(page);
    if (open.length === 0) return;
    for (const { id, custom_attributes: attributes } of open) {
      const address = attributes?.wechat_address;
      if (address === undefined) continue;
      const messages = await chatwoot.messagesOf(String(id));
      for (const message of messages.filter(isAgents))
        await hub.reply(address, { id: String(message.id), text: message.content ?? "" });
    }
  }
}
