/** A picture for somebody of whom there is none: a colour and a sign that come from his id alone. */
export function Avatar({
  id,
  name,
  size = 40,
  label,
}: {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  /** What it says to who does not see it. Absent: nothing, because words beside it do. */
  readonly label?: string;
}) {
  const hue = hashOf(id) % 360;
  const sign = [...name.trim()][0] ?? "?";
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has its label, or is hidden.
    <svg class="avatar" viewBox="0 0 40 40" width={size} height={size} {...spoken(label)}>
      <rect width="40" height="40" rx="6" fill={`hsl(${hue} 48% 55%)`} />
      <circle cx="33" cy="6" r="15" fill={`hsl(${(hue + 28) % 360} 60% 66%)`} opacity="0.55" />
      <text x="20" y="20" class="avatar-sign">
        {sign.toUpperCase()}
      </text>
    </svg>
  );
}

/** The account's: always the same green mark, so that nobody takes it for a person. */
export function AccountAvatar({
  size = 40,
  label,
}: {
  readonly size?: number;
  readonly label?: string;
}) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has its label, or is hidden.
    <svg class="avatar" viewBox="0 0 40 40" width={size} height={size} {...spoken(label)}>
      <rect width="40" height="40" rx="6" fill="#07c160" />
      <path
        d="M11.5 12.5h17a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H18l-5.5 4.2v-4.2h-1a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z"
        fill="#fff"
      />
      <circle cx="15.5" cy="19.5" r="1.6" fill="#07c160" />
      <circle cx="20" cy="19.5" r="1.6" fill="#07c160" />
      <circle cx="24.5" cy="19.5" r="1.6" fill="#07c160" />
    </svg>
  );
}

/** A name in the picture costs no element more: a chat has hundreds of them. */
function spoken(label: string | undefined) {
  return label === undefined
    ? ({ "aria-hidden": "true" } as const)
    : ({ role: "img", "aria-label": label } as const);
}

function hashOf(text: string): number {
  let hash = 7;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0;
  }
  return hash;
}
