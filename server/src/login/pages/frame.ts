import type { html } from "hono/html";
import type { Branding } from "../branding.ts";
import type { PageLanguage, Translate } from "../texts/index.ts";

/** Escaped already. */
export type Html = ReturnType<typeof html>;

/** What all pages of one answer share. */
export interface Frame {
  readonly language: PageLanguage;
  readonly t: Translate;
  /** For the style and script elements of this answer (CSP). */
  readonly nonce: string;
  readonly assets: {
    readonly css: string;
    readonly script: string;
    readonly webauthn: string;
    readonly mark: string;
  };
  readonly branding: Branding;
  /** Whose pages these are, in the place of a logo; absent: our own. */
  readonly brandName?: string | undefined;
  /** Above a page that only shows how it would look: what it is. */
  readonly above?: Html;
  readonly links: { readonly label: string; readonly href: string }[];
  /** This page in each language. */
  readonly languages: readonly {
    readonly tag: PageLanguage;
    readonly name: string;
    readonly href: string;
  }[];
  /** The picture of whom the page is about, where they have one. */
  readonly picture?: { readonly loginName: string; readonly url: string } | undefined;
  /** The application that asked for the login. */
  readonly appName?: string | undefined;
  /** Sent with every form: the CSRF token, the request, the session. */
  readonly hidden: Readonly<Record<string, string>>;
}

/** Text of a field's error, by field name; `form` is for the whole form. */
export type FieldErrors = Readonly<Record<string, string>>;
