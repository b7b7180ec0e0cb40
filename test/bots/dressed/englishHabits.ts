import {
  ALL,
  english,
  type Habit,
  LATIN,
  MEASURES,
  of,
  several,
  VALUES,
  wished,
  without,
} from "./habit.ts";

/** Around what is said in English. */
export const ENGLISH: readonly Habit[] = [
  {
    name: "a sound or a greeting before it, in English",
    meaning: "stays",
    fits: of(ALL, english),
    ways: several(
      "hi, {}|hello, {}|um, {}|well, {}|oh, {}|hmm, {}|hey, {}|hi there, {}|uh {}|sorry, {}|good morning, {}",
    ),
  },
  {
    name: "an acknowledgement before it, in English",
    meaning: "stays",
    fits: of(without("yesNo"), english),
    ways: several(
      "ok so {}|sure, {}|ok, {}|ah ok, {}|alright, {}|ok {}|Okay, {}|great, {}|yes, {}|right, {}",
    ),
  },
  {
    name: "a wish before it, in English",
    meaning: "stays",
    fits: wished(english),
    ways: several(
      "I'd like {}|make it {}|let's do {}|let's say {}|I'll take {}|I want {}|we'd like {}|I'd go with {}|let's go with {}|please make it {}|just {}|it's {}|that'd be {}|could we do {}|could I have {}|can we do {}|I'd prefer {}|go for {}|put me down for {}|we'll go with {}|i'll go with {}|book {}|I'm thinking {}",
    ),
  },
  {
    name: "manners behind it, in English",
    meaning: "stays",
    fits: of(ALL, english),
    ways: several(
      "{} please|{}, please|{} thanks|{}, thanks!|{} thx|{}, thank you|{}, cheers|{} pls|{}. Thanks|{}, ta|{} thank you so much|{}, much appreciated|{}, thanks a lot",
    ),
  },
  {
    name: "that it will do, in English",
    meaning: "stays",
    fits: of(VALUES, english),
    ways: several(
      "{} works for me|{} works|{} is fine|{} is good|{} would be great|{} sounds good|{} is perfect|{} then|{} it is|{} will do|{} works best|{} should be fine",
    ).filter((way) => way !== "{} should be fine"),
  },
  {
    name: "why, in English",
    meaning: "stays",
    fits: of(MEASURES, (text) => LATIN.test(text) && english(text)),
    ways: several(
      "{}, I finish work late|{} because of the traffic|{}, since my mom is coming|{}, traffic is bad|because of work, {}|{}, my flight lands late",
    ),
  },
  {
    name: "asked, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "{}?|is {} ok?|what about {}?|does {} work?|is {} free?|do you have {}?|is {} available|{} ok?|why {}|why {}?|how much is {}|can i ask about {}|what is {}|{} or what",
    ),
  },
  {
    name: "guessed, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "maybe {}|probably {}|around {}|{} or so|I think {}|I guess {}|{}, I think|perhaps {}|{} maybe|possibly {}|{}, not sure|not sure, {}|like {} ish|{} but not sure|might be {}|could be {}",
    ),
  },
  {
    name: "refused, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "not {}|anything but {}|except {}|{} doesn't work|{} is no good|don't want {}|I can't do {}|not {} please|{} won't work|definitely not {}|{} is too much|I don't like {}|never {}",
    ),
  },
  {
    name: "one of two, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "{} or {other}|either {} or {other}|{} / {other}|{}, or {other}|{} or maybe {other}|{} and if not {other}",
    ),
  },
  {
    name: "under a condition, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "if {} is free|{} if it's free|if possible {} otherwise {other}|{} unless it rains|{} if my wife agrees|only if {}|{}, depends",
    ),
  },
  {
    name: "a bound, in English",
    meaning: "asks",
    fits: of(MEASURES, english),
    ways: several(
      "before {}|after {}|at least {}|up to {}|more than {}|less than {}|by {}|{} or later|{} at most|until {}|no more than {}|{} max|{} or more|over {}",
    ),
  },
  {
    name: "somebody else's, or another time's, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "my boss said {}|last time it was {}|they said {}|it used to be {}|my wife wants {}|we had {} last time",
    ),
  },
  {
    name: "put off, in English",
    meaning: "asks",
    fits: of(VALUES, english),
    ways: several(
      "{}, let me check first|{} but let me ask my wife|{}, hold on|{}, i'll confirm later|wait, {}?|{}, let me think",
    ),
  },
];
