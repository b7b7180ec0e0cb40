import { ActivityHandler, ConversationState, type Storage, UserState } from "botbuilder";
import {
  AttachmentPrompt,
  ChoiceFactory,
  ChoicePrompt,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  NumberPrompt,
  type PromptValidatorContext,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from "botbuilder-dialogs";
import type { Shape } from "./shape.ts";

interface Answers {
  transport?: string;
  name?: string;
  age?: number;
  picture?: string;
}

/** Asks for a way of travelling, a name, an age and a picture, and sums up. */
class ProfileBot extends ActivityHandler {
  constructor(storage: Storage) {
    super();
    const conversation = new ConversationState(storage);
    const user = new UserState(storage);
    const dialogs = new DialogSet(conversation.createProperty("dialog"));
    const profile = user.createProperty<Answers>("profile");
    dialogs.add(new ChoicePrompt("transport"));
    dialogs.add(new TextPrompt("name"));
    dialogs.add(new ConfirmPrompt("confirm"));
    dialogs.add(new NumberPrompt("age", isAge));
    dialogs.add(new AttachmentPrompt("picture"));
    dialogs.add(new WaterfallDialog("profile", STEPS));
    this.onMessage(async (context, next) => {
      const dialog = await dialogs.createContext(context);
      const { status, result } = await dialog.continueDialog();
      if (status === DialogTurnStatus.empty) await dialog.beginDialog("profile");
      else if (status === DialogTurnStatus.complete && result !== undefined) {
        await profile.set(context, result);
      }
      await conversation.saveChanges(context);
      await user.saveChanges(context);
      await next();
    });
  }
}

async function isAge({ recognized }: PromptValidatorContext<number>): Promise<boolean> {
  const { value = 0 } = recognized;
  return recognized.succeeded && value > 0 && value < 150;
}

const STEPS = [
  (step: WaterfallStepContext) =>
    step.prompt("transport", {
      prompt: "Please enter your mode of transport.",
      choices: ChoiceFactory.toChoices(["Car", "Bus", "Bicycle"]),
    }),
  (step: WaterfallStepContext<Answers>) => {
    Object.assign(step.values, { transport: step.result.value });
    return step.prompt("name", "What is your name?");
  },
  async (step: WaterfallStepContext) => {
    Object.assign(step.values, { name: step.result });
    await step.context.sendActivity(`Thanks ${step.result}.`);
    return step.prompt("confirm", "Do you want to give your age?");
  },
  (step: WaterfallStepContext) =>
    step.result
      ? step.prompt("age", {
          prompt: "Please enter your age.",
          retryPrompt: "An age is between 1 and 149.",
        })
      : step.next(-1),
  async (step: WaterfallStepContext) => {
    Object.assign(step.values, { age: step.result });
    await step.context.sendActivity(
      step.result === -1 ? "No age given." : `Your age is ${step.result}.`,
    );
    return step.prompt("picture", {
      prompt: "Please send a picture.",
      retryPrompt: "That is no picture.",
    });
  },
  (step: WaterfallStepContext) => {
    Object.assign(step.values, { picture: step.result[0].contentType });
    return step.prompt("confirm", "Is this ok?");
  },
  async (step: WaterfallStepContext) => {
    const { transport, name, age, picture } = step.values as Answers;
    await step.context.sendActivity(
      step.result
        ? `I have your mode of transport as ${transport}, your name as ${name}, your age as ${age}, and a picture (${picture}).`
        : "Your profile is not kept.",
    );
    return step.endDialog(step.values);
  },
];

export const multiTurn: Shape = {
  name: "multi-turn prompt",
  bot: (storage) => new ProfileBot(storage),
  script: [
    ...["hi", "2", "Mei", "yes", "200", "33"].map((says) => ({ says })),
    { sendsPicture: true },
    { says: "1" },
  ],
};
