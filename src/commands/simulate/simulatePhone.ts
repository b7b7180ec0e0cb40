import { WeChatError } from "../../errors.ts";
import { stderrLog } from "../../log.ts";
import { type Phone, startPhone } from "../../simulator/phone/phone.ts";
import type { BadLine } from "../../simulator/pusher/badLine.ts";
import type { Delivery } from "../../simulator/pusher/pusherDelivery.ts";
import type { Simulator } from "../../simulator/simulator.ts";
import type { Account } from "../../simulator/world/account.ts";
import { writeTest } from "../../testing/recording/writeTest.ts";
import { explain } from "../phoneParts.ts";
import { inChinese } from "../words/inChinese.ts";
import type { ShiftedClock } from "./simulateSession.ts";

/** What the page plays WeChat with. */
interface PhoneParts {
  readonly simulator: Simulator;
  readonly account: Account;
  readonly delivery: Delivery;
  readonly clock: ShiftedClock;
  readonly line: BadLine;
  /** The first port that is tried. */
  readonly port: number;
}

/**
 * Opens the page for a server of anybody's. Of its insides nothing is known; its time cannot be moved, only
 * WeChat's, and it is made slow by the line.
 */
export function openPhone({
  simulator,
  account,
  delivery,
  clock,
  line,
  port,
}: PhoneParts): Promise<Phone> {
  const { platform, faults } = simulator;
  if (account.followers.size === 0) {
    platform.addFollower(account.settings.appId, { name: "Mei" });
  }
  return startPhone({
    ...{ platform, account, delivery, faults, explain, inChinese, port },
    bot: { state: "foreign", name: "", url: account.settings.server?.url ?? "" },
    log: stderrLog,
    writeTest(who, form) {
      // Its dialogues, if it has any, are unknown here.
      if (form === "dialogue")
        throw new WeChatError("not-ours", "This server is not ours: the page can only push to it.");
      return writeTest(platform.timeline.events, { who, form });
    },
    controls: {
      moveTime: async (ms) => clock.shift(ms),
      slow: (ms) => line.slow(ms),
      loseNext: () => line.loseNext(),
    },
  });
}
