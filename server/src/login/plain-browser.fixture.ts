import type { Exchange } from "#src/platform/http/index.ts";
import type { createLogin } from "./http.ts";

/** Whose pages they are. */
interface House {
  readonly app: ReturnType<typeof createLogin>;
}

/** A browser as far as forms and cookies go: no scripts. */
export class PlainBrowser {
  readonly #house: House;
  readonly #origin: string;
  cookies = new Map<string, string>();
  headers: Record<string, string> = {};
  /** Of the last answer. */
  status = 0;
  location: string | undefined;
  html = "";
  response = new Response();

  constructor(house: House, origin = "http://localhost:8080") {
    this.#house = house;
    this.#origin = origin;
  }

  async get(path: string): Promise<this> {
    return this.#send(new Request(this.#origin + path, { headers: this.#headers() }));
  }

  /** Fills the form on the page: its hidden fields, the boxes that have to be ticked, and these. */
  async submit(values: Record<string, string>, change: Record<string, string> = {}): Promise<this> {
    const action = /<form method="post" action="([^"]+)"/.exec(this.html)?.[1] ?? "";
    const body = new URLSearchParams();
    const form = /<form[\s\S]*?<\/form>/.exec(this.html)?.[0] ?? "";
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      if (input.includes('type="checkbox"') && !/ (?:required|checked)\b/.test(input)) continue;
      const name = /\bname="([^"]*)"/.exec(input)?.[1];
      if (name !== undefined) body.set(name, unescaped(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? ""));
    }
    for (const [name, value] of Object.entries({ ...values, ...change })) body.set(name, value);
    return this.post(action, body);
  }

  async post(path: string, body: URLSearchParams): Promise<this> {
    return this.#send(new Request(this.#origin + path, { method: "POST", headers: this.#headers(), body }));
  }

  /** Follows redirects within the login, up to where it leaves. */
  async follow(): Promise<this> {
    for (let hops = 0; this.location?.startsWith("/ui/"); hops++) {
      if (hops > 8) throw new Error(`a loop at ${this.location}`);
      await this.get(this.location);
    }
    return this;
  }

  /** From the entry of a request to where it leads, by the login name and the password. */
  async logIn(entry: string, loginName: string, password: string): Promise<this> {
    await (await this.get(entry)).follow();
    await (await this.submit({ loginName })).follow();
    await (await this.submit({ password })).follow();
    return this.decline();
  }

  /** Goes on without what the page offers to set up; on any other page nothing happens. */
  async decline(): Promise<this> {
    const form = this.html
      .split("<form ")
      .find((one) => one.includes('<button class="quiet" id="skip-button"'));
    if (form === undefined) return this;
    this.html = `<form ${form}`;
    return (await this.submit({})).follow();
  }

  #headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return cookie === "" ? this.headers : { ...this.headers, cookie };
  }

  async #send(request: Request): Promise<this> {
    // The handlers take the exchange only to hand it to `context`, which is ours here.
    this.response = await this.#house.app.fetch(request, {} as Exchange);
    for (const line of this.response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    this.status = this.response.status;
    this.location = this.response.headers.get("location") ?? undefined;
    this.html = await this.response.text();
    return this;
  }
}

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
