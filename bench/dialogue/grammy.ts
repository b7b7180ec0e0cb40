import type { Contender } from "./script.ts";

/** The same booking as a function of grammY's conversations plugin, which plays it again in every turn. */
export async function grammy(): Promise<Contender> {
  const { Bot } = await import("grammy");
  const { conversations, createConversation } = await import("@grammyjs/conversations");
  const stored = new Map<string, string>();
  let said = 0;
  const bot = new Bot("1:a", { botInfo: { id: 1, is_bot: true, first_name: "b", username: "b" } });
  // biome-ignore lint/suspicious/noExplicitAny: the bench does not install its types.
  const silent = async (_previous: any, method: string, payload: any) => {
    if (method === "sendMessage") said += 1;
    const chat = { id: payload.chat_id, type: "private", first_name: "g" };
    return { ok: true, result: { message_id: 1, date: 1, chat, text: payload.text } };
  };
  // What runs inside of a conversation has an API object of its own.
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const quiet = async (ctx: any, next: () => Promise<void>) => {
    ctx.api.config.use(silent);
    await next();
  };
  bot.use(
    conversations({
      storage: {
        type: "key",
        adapter: {
          read: (key: string) =>
            stored.has(key) ? JSON.parse(stored.get(key) as string) : undefined,
          write: (key: string, value: unknown) => void stored.set(key, JSON.stringify(value)),
          delete: (key: string) => void stored.delete(key),
        },
      },
    }),
  );
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async function booking(conversation: any, ctx: any): Promise<void> {
    const ask = async (key: string, holds: (text: string) => boolean): Promise<string> => {
      for (;;) {
        await ctx.reply(key);
        const answer = await conversation.waitFor("message:text");
        if (holds(answer.message.text)) return answer.message.text;
      }
    };
    const some = (text: string) => text !== "";
    await ask("ask.service", (text) => text === "大堂" || text === "包间");
    await ask("ask.at", some);
    await ask("ask.party", (text) => Number(text) > 0 && Number(text) <= 20);
    for (const key of ["ask.name", "ask.phone", "ask.ok"]) await ask(key, some);
    await ctx.reply("book.done");
  }
  bot.use(createConversation(booking, { plugins: [quiet] }));
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  bot.on("message", (ctx: any) => ctx.conversation.enter("booking"));
  let update = 1;
  return {
    name: "@grammyjs/conversations",
    async turn(guest, text) {
      const id = Number(guest.replace(/\D/g, "")) + 1;
      const from = { id, is_bot: false, first_name: "g" };
      const chat = { id, type: "private", first_name: "g" };
      await bot.handleUpdate({
        update_id: update++,
        message: { message_id: 1, date: 1, text, from, chat },
      });
    },
    bytes: (guest) =>
      Buffer.byteLength(stored.get(`${Number(guest.replace(/\D/g, "")) + 1}`) ?? ""),
    forget: (guest) => stored.delete(`${Number(guest.replace(/\D/g, "")) + 1}`),
    said: () => said,
  };
}
