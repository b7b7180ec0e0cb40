/** A browser without script, as WeChat's is for this: it keeps cookies by host and follows what it is told to. */
export class WebBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #at: (url: URL) => URL;
  /** Every address that was asked for. */
  readonly asked: string[] = [];

  /** `at`: what a person does on a page before it is opened, like choosing himself on WeChat's. */
  constructor(at: (url: URL) => URL = (url) => url) {
    this.#at = at;
  }

  /** Opens a page and follows up to ten redirects. */
  async open(
    address: string,
    init: RequestInit = {},
  ): Promise<{ readonly status: number; readonly text: string; readonly url: string }> {
    let url = new URL(address);
    for (let hops = 0; hops < 10; hops++) {
      const { status, location, text } = await this.step(url.href, init);
      if (location === undefined) return { status, text, url: url.href };
      url = new URL(location, url);
    }
    throw new Error(`No page after ten redirects: ${this.asked.join(" → ")}`);
  }

  /** Opens one page and follows nothing. */
  async step(address: string, init: RequestInit = {}) {
    const url = this.#at(new URL(address));
    url.hash = "";
    this.asked.push(url.href);
    const jar = this.#cookies.get(url.host) ?? new Map<string, string>();
    this.#cookies.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...init.headers, ...(cookie !== "" && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const one of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get("location") ?? undefined;
    return {
      status: response.status,
      text: await response.text(),
      location,
      headers: response.headers,
    };
  }

  /** What is kept for a host, to be looked at or spoilt. */
  cookies(host: string): Map<string, string> {
    return this.#cookies.get(host) ?? new Map();
  }
}
