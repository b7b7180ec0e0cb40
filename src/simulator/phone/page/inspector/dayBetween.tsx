import { useStage } from "../context.ts";
import { dayOf, isSameDay } from "../times.ts";

/** The day of the row below, where the row above is of another one. */
export function DayBetween({
  at,
  above,
}: {
  readonly at: number;
  /** When the row above was; absent for the first. */
  readonly above: number | undefined;
}) {
  const { language } = useStage();
  if (above === undefined || isSameDay(at, above)) return null;
  return <li class="row-day">{dayOf(at, language)}</li>;
}
