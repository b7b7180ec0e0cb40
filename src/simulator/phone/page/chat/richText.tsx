import type { ComponentChildren } from "preact";

/**
 * A text as WeChat shows it: what an account wrote as `<a href>` and every bare address become links,
 * choices of a message menu become buttons, and everything else stays the text that it is. No markup of a
 * message ever becomes markup of the page.
 */
export function RichText({
  text,
  onChoose,
  links = true,
}: {
  readonly text: string;
  /** Somebody taps a choice of a message menu that is written as a link. */
  readonly onChoose?: (id: string, text: string) => void;
  /** What people write themselves shows bare addresses only. */
  readonly links?: boolean;
}) {
  return <>{links ? withAnchors(text, onChoose) : withAddresses(text)}</>;
}

const ANCHOR = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([^<]*)<\/a>/gi;
const ADDRESS = /https?:\/\/[^\s<>"'，。；！？）】]+[^\s<>"'，。；！？）】.,;:!?)]/gi;

function withAnchors(
  text: string,
  onChoose: ((id: string, text: string) => void) | undefined,
): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(ANCHOR)) {
    const [whole, double, single, label = ""] = match;
    parts.push(...withAddresses(text.slice(end, match.index)));
    parts.push(anchor(decoded(double ?? single ?? ""), label, onChoose));
    end = match.index + whole.length;
  }
  parts.push(...withAddresses(text.slice(end)));
  return parts;
}

function anchor(
  href: string,
  label: string,
  onChoose: ((id: string, text: string) => void) | undefined,
): ComponentChildren {
  const choice = /^weixin:\/\/bizmsgmenu\?(.*)$/i.exec(href);
  if (choice !== null && onChoose !== undefined) {
    const query = new URLSearchParams(choice[1]);
    const id = query.get("msgmenuid") ?? "";
    const content = query.get("msgmenucontent") ?? label;
    return (
      <button type="button" class="text-link" onClick={() => onChoose(id, content)}>
        {label}
      </button>
    );
  }
  return isWebAddress(href) ? <WebLink href={href}>{label}</WebLink> : label;
}

function withAddresses(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match;
    parts.push(text.slice(end, match.index));
    parts.push(isWebAddress(address) ? <WebLink href={address}>{address}</WebLink> : address);
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}

/** A link that opens elsewhere and learns nothing of this page. What is no web address is a text. */
export function WebLink({
  href,
  children,
  class: name,
}: {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly class?: string;
}) {
  if (!isWebAddress(href)) return <span class={name}>{children}</span>;
  return (
    <a class={name} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

export function isWebAddress(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === "https:" || protocol === "http:";
}

function decoded(attribute: string): string {
  return attribute.replaceAll("&amp;", "&");
}
