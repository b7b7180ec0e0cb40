import { ActionTypes, ActivityHandler, CardFactory, type TurnContext } from "botbuilder";
import type { Shape } from "./shape.ts";

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

/** Takes pictures in, and gives one out inline or from the internet. */
class AttachmentsBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const { attachments, text } = context.activity;
      if (attachments?.length) {
        for (const { name, contentType } of attachments) {
          await context.sendActivity(
            `Received a file of type ${contentType}${name ? "" : " without a name"}.`,
          );
        }
      } else await answer(context, text[0]);
      await offer(context);
      await next();
    });
  }
}

async function answer(context: TurnContext, choice: string | undefined): Promise<void> {
  const file = { name: "picture.png", contentType: "image/png" };
  if (choice === "1") {
    const attachments = [{ ...file, contentUrl: PNG }];
    await context.sendActivity({
      type: "message",
      text: "This is an inline attachment.",
      attachments,
    });
  } else if (choice === "2") {
    const attachments = [{ ...file, contentUrl: "https://example.org/picture.png" }];
    await context.sendActivity({
      type: "message",
      text: "This is from the internet.",
      attachments,
    });
  } else await context.sendActivity("Your input was not recognised.");
}

async function offer(context: TurnContext): Promise<void> {
  const card = CardFactory.heroCard(
    "",
    undefined,
    [
      { type: ActionTypes.ImBack, title: "1. Inline attachment", value: "1" },
      { type: ActionTypes.ImBack, title: "2. From the internet", value: "2" },
    ],
    { text: "You can send me a picture, or choose one of these." },
  );
  await context.sendActivity({ type: "message", attachments: [card] });
}

export const attachments: Shape = {
  name: "attachments",
  bot: () => new AttachmentsBot(),
  script: [{ says: "hi" }, { says: "1" }, { says: "2" }, { sendsPicture: true }],
};
