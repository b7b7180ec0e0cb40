import { useState } from "preact/hooks";
import { Avatar } from "../../web/page/avatar.tsx";
import type { AccountRow } from "../wire.ts";
import { useStage } from "./context.ts";
import { sayName } from "./words.ts";

const TONES: Readonly<Record<string, string>> = {
  linked: "reply",
  own: "route-plain",
  checking: "wait",
  authorising: "wait",
  limited: "warn",
  suspended: "fault",
  withdrawn: "fault",
};

/** The state of a link in a word and a colour. */
export function StateMark({ state }: { readonly state: AccountRow["state"] }) {
  const { say } = useStage();
  return <span class={`mark ${TONES[state] ?? ""}`}>{sayName(say, "state", state)}</span>;
}

/** The account's own picture; where there is none, or it does not come, a drawn one. */
export function Picture({ row, size }: { readonly row: AccountRow; readonly size: number }) {
  const [isLost, setLost] = useState(false);
  const { appId, name, picture } = row;
  if (picture === undefined || isLost) return <Avatar id={appId} name={name ?? "微"} size={size} />;
  return (
    <img
      class="avatar"
      src={picture}
      width={size}
      height={size}
      alt=""
      referrerpolicy="no-referrer"
      onError={() => setLost(true)}
    />
  );
}
