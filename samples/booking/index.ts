import { dialogueBot, followLanguage, intent } from "../../src/index.ts";
import { bookingAt, hours, welcome } from "./booking.ts";
import { demoRestaurant, type Restaurant } from "./restaurant.ts";
import { words } from "./texts.ts";

/** A bot that books tables at a restaurant, in the language in which a guest writes. */
export function bookingBot(restaurant: Restaurant) {
  const booking = bookingAt(restaurant);
  return dialogueBot({
    dialogues: [booking],
    begin: booking,
    takeMessage: restaurant.callBack,
    texts: words,
    locale: followLanguage,
    intents: [intent("hours", ["营业时间", "几点开门", "地址", "opening hours", "address"], hours)],
    triggers: [{ on: "subscribed", begins: welcome }],
  });
}

export default bookingBot(demoRestaurant());
