import type { StatePropertyAccessor, TurnContext } from "botbuilder";
import {
  AttachmentPrompt,
  ChoiceFactory,
  ChoicePrompt,
  ComponentDialog,
  ConfirmPrompt,
  DialogSet,
  DialogTurnStatus,
  NumberPrompt,
  type PromptValidatorContext,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from "botbuilder-dialogs";

export interface UserProfile {
  transport?: string;
  name?: string;
  age?: number;
  picture?: string;
}

/** A waterfall as one writes it for any channel of Bot Framework. Nothing here knows of WeChat. */
export class UserProfileDialog extends ComponentDialog {
  readonly #profile: StatePropertyAccessor<UserProfile>;

  constructor(profile: StatePropertyAccessor<UserProfile>) {
    super("userProfile");
    this.#profile = profile;
    this.addDialog(new TextPrompt("name"));
    this.addDialog(new ChoicePrompt("transport"));
    this.addDialog(new ConfirmPrompt("confirm"));
    this.addDialog(new NumberPrompt("age", isAge));
    this.addDialog(new AttachmentPrompt("picture", isPicture));
    this.addDialog(
      new WaterfallDialog("steps", [
        (step) => this.#transport(step),
        (step) => this.#name(step),
        (step) => this.#wantsAge(step),
        (step) => this.#age(step),
        (step) => this.#picture(step),
        (step) => this.#summary(step),
      ]),
    );
    this.initialDialogId = "steps";
  }

  /** Begins the dialog, or goes on with it. */
  async run(context: TurnContext, state: StatePropertyAccessor): Promise<void> {
    const dialogs = new DialogSet(state);
    dialogs.add(this);
    const stack = await dialogs.createContext(context);
    const { status } = await stack.continueDialog();
    if (status === DialogTurnStatus.empty) await stack.beginDialog(this.id);
  }

  #transport(step: WaterfallStepContext) {
    return step.prompt("transport", {
      prompt: "Please enter your mode of transport.",
      choices: ChoiceFactory.toChoices(["Car", "Bus", "Bicycle"]),
    });
  }

  #name(step: WaterfallStepContext) {
    valuesOf(step).transport = step.result.value;
    return step.prompt("name", "What is your name, human?");
  }

  async #wantsAge(step: WaterfallStepContext) {
    valuesOf(step).name = step.result;
    await step.context.sendActivity(`Thanks ${step.result}.`);
    return step.prompt("confirm", "Do you want to give your age?");
  }

  #age(step: WaterfallStepContext) {
    if (!step.result) return step.next(-1);
    return step.prompt("age", {
      prompt: "Please enter your age.",
      retryPrompt: "The value entered must be greater than 0 and less than 150.",
    });
  }

  async #picture(step: WaterfallStepContext) {
    valuesOf(step).age = step.result;
    const known = step.result === -1 ? "No age given." : `I have your age as ${step.result}.`;
    await step.context.sendActivity(known);
    return step.prompt("picture", {
      prompt: "Please attach a profile picture (or type any message to skip).",
      retryPrompt: "The attachment must be a jpeg or png image.",
    });
  }

  async #summary(step: WaterfallStepContext) {
    const { transport, name, age } = valuesOf(step);
    const picture = step.result?.[0]?.name;
    const profile: UserProfile = { ...(transport && { transport }), ...(name && { name }) };
    if (age !== undefined && age !== -1) profile.age = age;
    if (picture !== undefined) profile.picture = picture;
    await this.#profile.set(step.context, profile);
    const old = profile.age === undefined ? "" : ` You are ${profile.age} years old.`;
    await step.context.sendActivity(
      `I have your mode of transport as ${transport} and your name as ${name}.${old}`,
    );
    return step.endDialog(profile);
  }
}

function valuesOf(step: WaterfallStepContext): UserProfile {
  return step.values as UserProfile;
}

async function isAge({ recognized }: PromptValidatorContext<number>): Promise<boolean> {
  const { succeeded, value = 0 } = recognized;
  return succeeded && value > 0 && value < 150;
}

/** Words skip the picture. */
async function isPicture(
  prompt: PromptValidatorContext<{ contentType: string }[]>,
): Promise<boolean> {
  const { succeeded, value = [] } = prompt.recognized;
  if (!succeeded) {
    prompt.recognized.value = [];
    return true;
  }
  return value.every(({ contentType }) => ["image/jpeg", "image/png"].includes(contentType));
}
