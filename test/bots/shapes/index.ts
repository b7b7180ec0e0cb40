import { adaptiveCards } from "./adaptiveCard.ts";
import { attachments } from "./attachments.ts";
import { usingCards } from "./cards.ts";
import { echo } from "./echo.ts";
import { multiTurn } from "./multiTurn.ts";
import { proactive } from "./proactive.ts";
import type { Shape } from "./shape.ts";
import { suggestedActions } from "./suggestedActions.ts";
import { welcome } from "./welcome.ts";

/** The shapes of Microsoft's samples that bots are most often grown from, in our own words. */
export const SHAPES: readonly Shape[] = [
  echo,
  welcome,
  multiTurn,
  usingCards,
  adaptiveCards,
  suggestedActions,
  attachments,
  proactive,
];
