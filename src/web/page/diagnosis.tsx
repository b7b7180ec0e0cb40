import type { DiagnosisView } from "../diagnosisView.ts";
import { Icon } from "./icons.tsx";
import type { Language } from "./taste.ts";

const WORDS = {
  en: {
    title: "Diagnosis",
    cause: "Cause",
    trigger: "When it happens",
    purpose: "Why WeChat does it",
    checklist: "Checklist",
    retry: "Trying again",
    ways: "Ways that remain",
    documentation: "WeChat’s documentation",
  },
  zh: {
    title: "诊断",
    cause: "原因",
    trigger: "何时发生",
    purpose: "微信为何限制",
    checklist: "检查清单",
    retry: "能否重试",
    ways: "还有哪些途径",
    documentation: "微信官方文档",
  },
} as const;

/** Cause, checklist and ways that remain; the checks can be ticked off. */
export function Diagnosis({
  diagnosis,
  language,
}: {
  readonly diagnosis: DiagnosisView;
  readonly language: Language;
}) {
  const words = WORDS[language];
  const { code, errmsg, cause, trigger, purpose, checks, retry, route, page } = diagnosis;
  return (
    <article class="diagnosis" aria-label={`${words.title} ${code}`}>
      <h3>
        <span class="code">{code}</span> {words.title}
      </h3>
      {errmsg !== "" && <p class="errmsg">{errmsg}</p>}
      <h4>{words.cause}</h4>
      <p>{marked(cause)}</p>
      <h4>{words.checklist}</h4>
      <ul class="checklist">
        {checks.map((check) => (
          <li key={check}>
            <label>
              <input type="checkbox" />
              <span>{marked(check)}</span>
            </label>
          </li>
        ))}
      </ul>
      <h4>{words.trigger}</h4>
      <p>{marked(trigger)}</p>
      <h4>{words.purpose}</h4>
      <p>{marked(purpose)}</p>
      <dl class="diagnosis-more">
        <dt>{words.retry}</dt>
        <dd>{retry}</dd>
        <dt>{words.ways}</dt>
        <dd>{route.join(" · ")}</dd>
      </dl>
      {page !== undefined && (
        // From our own table of codes: nobody else can set it.
        <a class="text-link" href={page} target="_blank" rel="noreferrer">
          {words.documentation} <Icon name="push" size={13} />
        </a>
      )}
    </article>
  );
}

/** Names of fields stand in backticks. */
function marked(text: string) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? <code key={`${index}`}>{part}</code> : part));
}
