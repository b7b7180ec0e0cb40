import type { AccountDetail, HourView } from "../wire.ts";
import { useStage } from "./context.ts";
import { hourOf } from "./times.ts";

const HEIGHT = 72;
const STEP = 14;

/** Pushes and replies of each of the last 24 hours, and the routes that the answers took. */
export function Traffic({ account }: { readonly account: AccountDetail }) {
  const { say, language } = useStage();
  const { hours, routes } = account;
  const most = Math.max(1, ...hours.map(({ pushes, replies }) => Math.max(pushes, replies)));
  const all = routes.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="card">
      <h3>{say("traffic")}</h3>
      <svg
        class="bars"
        viewBox={`0 0 ${hours.length * STEP} ${HEIGHT + 16}`}
        role="img"
        aria-label={hours
          .filter(({ pushes, replies, failures }) => pushes + replies + failures > 0)
          .map((hour) => told(hour, hourOf(hour.at, language)))
          .join("; ")}
      >
        {hours.map((hour, index) => (
          <g key={hour.at}>
            <title>{told(hour, hourOf(hour.at, language))}</title>
            <rect class="bar-ground" x={index * STEP} y={0} width={STEP - 2} height={HEIGHT} />
            <Bar class="bar-pushes" value={hour.pushes} {...{ most, x: index * STEP + 1 }} />
            <Bar class="bar-replies" value={hour.replies} {...{ most, x: index * STEP + 6 }} />
            {index % 6 === 5 && (
              <text x={index * STEP + 6} y={HEIGHT + 12}>
                {hourOf(hour.at, language)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <p class="legend">
        <span class="dot pushes" /> {say("pushes")} <span class="dot replies" /> {say("replies")}
      </p>
      <h4>{say("routes")}</h4>
      {routes.length === 0 && <p class="quiet">{say("noRoutes")}</p>}
      <ul class="route-list">
        {routes.map(({ name, count }) => (
          <li key={name}>
            <code>{name}</code>
            <meter min={0} max={all} value={count} />
            <span>{count}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function told({ pushes, replies, failures }: HourView, hour: string): string {
    return say("trafficOf", hour, pushes, replies, failures);
  }
}

function Bar(props: {
  readonly class: string;
  readonly value: number;
  readonly most: number;
  readonly x: number;
}) {
  const height = (props.value / props.most) * HEIGHT;
  return <rect class={props.class} x={props.x} y={HEIGHT - height} width={5} height={height} />;
}
