import type { Clock, Desk, DeskHub } from "../../src/index.ts";

const TYPES_MS = 4_000;

/** A desk with one agent who answers everything after four seconds, for trying out. */
export function demoDesk(clock: Clock, hub: () => DeskHub): Desk {
  const addresses = new Map<string, string>();
  let count = 0;
  return {
    async open({ address }) {
      const conversation = `demo-${++count}`;
      addresses.set(conversation, address);
      return conversation;
    },
    async message(conversation, { key, text, reach }) {
      const address = addresses.get(conversation);
      if (address === undefined) return;
      clock.after(TYPES_MS, () => {
        const said = `小王：收到“${text}”。 Wang here. (${reach.left} left)`;
        hub()
          .reply(address, { id: key, text: said })
          .catch((error) => console.warn(error));
      });
    },
    async close(conversation) {
      addresses.delete(conversation);
    },
  };
}
