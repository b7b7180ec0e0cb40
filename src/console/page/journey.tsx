import { useEffect, useRef } from "preact/hooks";
import { Diagram } from "../../web/page/diagram.tsx";
import type { JourneyView, MachinesView } from "../wire.ts";
import { useRead, useStage } from "./context.ts";
import { clockOf } from "./times.ts";
import { sayName } from "./words.ts";

/** One follower: where he is in his life with the account, what may be sent, what was. */
export function Journey({
  journey,
  onRelease,
  onClose,
}: {
  readonly journey: JourneyView;
  /** Sends what is held, as far as may be sent. */
  readonly onRelease: () => void;
  readonly onClose: () => void;
}) {
  const { say, language } = useStage();
  const dialog = useRef<HTMLDialogElement>(null);
  const machines = useRead<MachinesView>("/api/machines", true);
  useEffect(() => dialog.current?.showModal(), []);
  const { name, openid, avatar, active, quota, grants, waiting, steps, fates, jobs } = journey;
  return (
    <dialog ref={dialog} class="dialog wide-dialog" aria-labelledby="journey" onClose={onClose}>
      <header class="account-head">
        {avatar !== "" && <img class="avatar" src={avatar} width={44} height={44} alt="" />}
        <h2 id="journey">
          {say("journey", name)} <small>…{openid}</small>
        </h2>
        <span class="bar-space" />
        <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
          {say("close")}
        </button>
      </header>
      {typeof machines === "object" && (
        <div class="drawing">
          <Diagram
            shape={machines.follower}
            active={active}
            label={say("follower", active.join(", "))}
          />
        </div>
      )}
      <dl class="facts">
        <div>
          <dt>{say("mayStillGet")}</dt>
          <dd class="sets">
            <b>{quota}</b>
            {grants.map(({ kind, left, limit, until }) => (
              <span class="mark" key={kind}>
                {kind} {say("until", left, limit, clockOf(until, language))}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{say("held")}</dt>
          <dd class="sets">
            <b>{waiting}</b>
            {waiting > 0 && quota > 0 && (
              <button type="button" class="secondary small" onClick={onRelease}>
                {say("release")}
              </button>
            )}
          </dd>
        </div>
      </dl>
      {jobs.length > 0 && (
        <section>
          <h4>{say("lastJobs")}</h4>
          <ul class="lines">
            {jobs.map(({ id, at, name: job, state, attempt }) => (
              <li key={id}>
                <time>{clockOf(at, language)}</time>{" "}
                <span class={state === "failed" ? "mark fault" : "mark"}>
                  {say(`job_${state}`)}
                </span>{" "}
                <small>
                  {job}
                  {attempt > 1 && ` (${attempt})`}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="columns">
        <section class="column">
          <h4>{say("lastRoutes")}</h4>
          <ul class="lines">
            {steps.map(({ at, route, rides, later, held }) => (
              <li key={`${at} ${route} ${rides}`}>
                <time>{clockOf(at, language)}</time> <span class="mark route">{route}</span>{" "}
                <small>{say("stepOf", rides, later, held)}</small>
              </li>
            ))}
          </ul>
        </section>
        <section class="column">
          <h4>{say("lastFates")}</h4>
          <ul class="lines">
            {fates.map(({ at, fate, code }) => (
              <li key={`${at} ${fate} ${code}`}>
                <time>{clockOf(at, language)}</time>{" "}
                <span class={code === undefined ? "mark" : "mark fault"}>
                  {code} {sayName(say, "fate", fate)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </dialog>
  );
}
