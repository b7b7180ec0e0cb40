import { ActivityHandler, ConversationState, type Storage, UserState } from "botbuilder";
import { chinesePrompts } from "../../src/index.ts";
import type { Services } from "../../src/services.ts";
import { type UserProfile, UserProfileDialog } from "./userProfileDialog.ts";

/** The usual `ActivityHandler` around a dialog of Bot Framework. */
export class DialogBot extends ActivityHandler {
  constructor(storage: Storage) {
    super();
    const conversation = new ConversationState(storage);
    const user = new UserState(storage);
    const dialogs = conversation.createProperty("dialogs");
    const dialog = new UserProfileDialog(user.createProperty<UserProfile>("profile"));

    this.onMessage(async (context, next) => {
      await dialog.run(context, dialogs);
      await next();
    });
    this.onDialog(async (context, next) => {
      await conversation.saveChanges(context);
      await user.saveChanges(context);
      await next();
    });
  }
}

export default ({ adapter }: Services) => {
  // The bot stays as it is; its prompts learn Chinese.
  adapter.use(chinesePrompts());
  return new DialogBot(adapter.botStorage);
};
