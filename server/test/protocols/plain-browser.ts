/** A browser as far as redirects, cookies and forms go: no scripts. */

interface Page {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
}

const redirects = new Set([301, 302, 303, 307, 308]);

export class PlainBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();
  page: Page = { url: new URL("about:blank"), status: 0, html: "" };

  /**
   * Opens an address and follows redirects. Stops before one that begins with `until`, which is then the page's
   * address: the application that would answer there need not exist.
   */
  async open(address: string | URL, until?: string): Promise<Page> {
    return this.#go("GET", new URL(address), undefined, until);
  }

  /** Fills the form on the page: its hidden fields and these. */
  async submit(values: Readonly<Record<string, string>>, until?: string): Promise<Page> {
    const form = /<form method="post"[\s\S]*?<\/form>/.exec(this.page.html)?.[0];
    if (form === undefined)
      throw new Error(`no form at ${this.page.url.href}: ${this.page.html.slice(0, 2000)}`);
    const body = new URLSearchParams();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = attribute(input, "name");
      if (name !== undefined) body.set(name, attribute(input, "value") ?? "");
    }
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    const target = new URL(attribute(form, "action") ?? "", this.page.url);
    return this.#go("POST", target, body, until);
  }

  async #go(method: string, first: URL, form: URLSearchParams | undefined, until?: string): Promise<Page> {
    let url = first;
    let body = form;
    for (let hops = 0; hops < 20; hops++) {
      const answer = await fetch(url, {
        method: body === undefined ? "GET" : method,
        redirect: "manual",
        headers: { cookie: this.#cookieHeader(url), accept: "text/html" },
        ...(body !== undefined && { body }),
      });
      this.#keep(url, answer.headers.getSetCookie());
      const html = await answer.text();
      const location = answer.headers.get("location");
      if (!redirects.has(answer.status) || location === null) {
        this.page = { url, status: answer.status, html };
        return this.page;
      }
      url = new URL(location, url);
      body = undefined;
      if (until !== undefined && url.href.startsWith(until)) {
        this.page = { url, status: answer.status, html: "" };
        return this.page;
      }
    }
    throw new Error(`a loop at ${url.href}`);
  }

  #cookieHeader(url: URL): string {
    return [...(this.#cookies.get(url.hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(url: URL, lines: readonly string[]): void {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, string>();
    this.#cookies.set(url.hostname, jar);
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/;\s*max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
  }
}

interface Typist {
  readonly loginName: string;
  readonly password: string;
  /** For a password that must be changed at the first login. */
  readonly newPassword?: string | undefined;
}

/** Goes on without what the page offers to set up; on any other page nothing happens. */
export async function decline(browser: PlainBrowser, until?: string): Promise<void> {
  const { page } = browser;
  const form = page.html
    .split("<form ")
    .find((one) => one.includes('<button class="quiet" id="skip-button"'));
  if (form === undefined) return;
  browser.page = { ...page, html: `<form ${form}` };
  await browser.submit({}, until);
}

/** Signs in at the hosted login, up to the redirect back to the application. */
export async function signIn(
  browser: PlainBrowser,
  address: string | URL,
  { loginName, password, newPassword }: Typist,
  back: string,
): Promise<URL> {
  await browser.open(address, back);
  await browser.submit({ loginName }, back);
  // A login that goes no further shows another page, which is in the message below.
  if (/<input[^>]* name="password"/.test(browser.page.html)) await browser.submit({ password }, back);
  if (newPassword !== undefined)
    await browser.submit({ oldPassword: password, newPassword, confirmPassword: newPassword }, back);
  await decline(browser, back);
  const { url, html } = browser.page;
  if (!url.href.startsWith(back)) throw new Error(`the login stayed at ${url.href}: ${textOf(html)}`);
  return url;
}

/** The words of a page, for a failure's message. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
