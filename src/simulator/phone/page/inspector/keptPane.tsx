import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useTopics } from "../../../../web/page/store.ts";
import type { KeptView } from "../../wireKept.ts";
import { useStage } from "../context.ts";
import { Copyable } from "../copy.tsx";
import { kept, type Refusal } from "../link.ts";
import { clockOf } from "../times.ts";
import { refusalIn, type Word } from "../words.ts";
import { StateValue } from "./stateValue.tsx";

/** What the bot's side keeps of a person; fetched again after each of his turns. */
export function KeptPane({ openid }: { readonly openid: string }) {
  const { model, say, language } = useStage();
  useTopics(model.topics, `kept:${openid}`, "bot");
  const [found, look] = useKept(openid, `${model.changesOf(openid)} ${model.bot?.state}`);
  if (typeof found === "string") return <p class="empty">{found}</p>;
  if (found === undefined) return null;
  const { state, slices, timers, held, jobs } = found;
  return (
    <div class="follower kept">
      <Block title="keptState" none={state.length === 0 && "keptNoState"}>
        {state.map((item) => (
          <StateValue key={`${openid} ${item.key}`} openid={openid} item={item} onSaved={look} />
        ))}
      </Block>
      <Block title="keptSlices" none={slices.length === 0 && "keptNothing"}>
        {slices.map(({ name, value }) => (
          <div class="kept-item" key={name}>
            <h4>{name}</h4>
            <Copyable text={value} />
          </div>
        ))}
      </Block>
      <Block title="keptTimers" none={timers.length === 0 && "keptNothing"}>
        {timers.map(({ id, at, data }) => (
          <div class="kept-item" key={id}>
            <h4>
              {id} <time>{clockOf(at, language)}</time>
            </h4>
            {data !== "" && <Copyable text={data} />}
          </div>
        ))}
      </Block>
      <Block title="keptHeld" none={held.length === 0 && "keptNothing"}>
        {held.map(({ id, text, expiresAt }) => (
          <div class="kept-item" key={id}>
            {expiresAt !== undefined && (
              <h4>
                <time>{say("keptUntil", clockOf(expiresAt, language))}</time>
              </h4>
            )}
            <Copyable text={text} />
          </div>
        ))}
      </Block>
      <Block title="keptJobs" none={jobs.length === 0 && "keptNothing"}>
        {jobs.map(({ id, name, state: stands, tries, question, input }) => (
          <div class="kept-item" key={id}>
            <h4>
              {name} <span class="mark">{say(`job_${stands}`)}</span>
              {tries > 1 && <span class="mark warn">{say("tryN", tries)}</span>}
            </h4>
            {question !== "" && <p class="quiet">{question}</p>}
            <Copyable text={input} />
          </div>
        ))}
      </Block>
    </div>
  );
}

function Block({
  title,
  none,
  children,
}: {
  readonly title: Word;
  /** What is said where there is nothing. */
  readonly none: Word | false;
  readonly children: ComponentChildren;
}) {
  const { say } = useStage();
  return (
    <section class="block">
      <h3>{say(title)}</h3>
      {none === false ? children : <p class="quiet">{say(none)}</p>}
    </section>
  );
}

/** So long it is waited for more before it is looked again, in milliseconds: a turn is told of in pieces. */
const GATHER_MS = 80;

/** What is kept, or why that cannot be said; `version`: looked at again when it changes. */
function useKept(openid: string, version: string) {
  const { say, language } = useStage();
  const [found, setFound] = useState<KeptView | string | undefined>();
  const [again, setAgain] = useState(0);
  useEffect(() => setFound(undefined), [openid]);
  useEffect(() => {
    let here = true;
    const timer = setTimeout(
      () =>
        void kept(openid).then(
          (one) => here && setFound(one),
          (error: Refusal) => here && setFound(refusalIn({ say, language }, error)),
        ),
      found === undefined ? 0 : GATHER_MS,
    );
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [openid, version, again, language]);
  return [found, () => setAgain((count) => count + 1)] as const;
}
