/**
 * Patterns in the redirect URIs of applications in development mode: `*` any characters within one segment, `?`
 * one of them, `**` any characters over segments, `{a,b}` one of several. Everything else is literal. Scheme,
 * host and rest are matched apart, so that no wildcard for a host takes in what ends the host in a URL
 * (`https://evil.example?.trusted.example`). There are no regular expressions behind it, and it takes time in
 * proportion to pattern × text at most.
 */
export function matchesUri(pattern: string, uri: string): boolean {
  const found = partsOf(uri, /[/?#\\]/);
  if (found === undefined || found.authority.includes("@")) return false;
  return expanded(pattern).some((one) => {
    const wanted = partsOf(one, /\//);
    if (wanted === undefined) return false;
    return (
      wanted.scheme === found.scheme &&
      matches(wanted.authority, found.authority) &&
      matches(wanted.rest, found.rest)
    );
  });
}

interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly rest: string;
}

function partsOf(uri: string, endOfAuthority: RegExp): UriParts | undefined {
  const at = uri.indexOf("://");
  if (at < 0) return undefined;
  const tail = uri.slice(at + 3);
  const end = tail.search(endOfAuthority);
  return {
    scheme: uri.slice(0, at).toLowerCase(),
    authority: end < 0 ? tail : tail.slice(0, end),
    rest: end < 0 ? "" : tail.slice(end),
  };
}

const maxAlternatives = 64;

/** The pattern once per alternative; too many of them are none. */
function expanded(pattern: string): readonly string[] {
  const open: string[] = [pattern];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [whole, inner] = /\{([^{}]*)\}/.exec(next) ?? [];
    if (whole === undefined || inner === undefined) done.push(next);
    else for (const choice of inner.split(",")) open.push(next.replace(whole, () => choice));
    if (open.length + done.length > maxAlternatives) return [];
  }
  return done;
}

/** Walks the pattern once, keeping the set of places in the text that it may have come to. */
function matches(pattern: string, text: string): boolean {
  let places = new Uint8Array(text.length + 1);
  places[0] = 1;
  for (let at = 0; at < pattern.length; at++) {
    const many = pattern[at] === "*";
    const overSegments = many && pattern[at + 1] === "*";
    if (overSegments) at++;
    places = many ? afterMany(places, text, overSegments) : afterOne(places, text, pattern[at] ?? "");
  }
  return places[text.length] === 1;
}

function afterMany(places: Uint8Array<ArrayBuffer>, text: string, overSegments: boolean) {
  const next = new Uint8Array(places.length);
  for (let at = 0, reaching = false; at < places.length; at++) {
    reaching = places[at] === 1 || (reaching && (overSegments || text[at - 1] !== "/"));
    next[at] = reaching ? 1 : 0;
  }
  return next;
}

function afterOne(places: Uint8Array<ArrayBuffer>, text: string, wanted: string) {
  const next = new Uint8Array(places.length);
  for (let at = 0; at < text.length; at++)
    if (places[at] === 1 && (wanted === "?" ? text[at] !== "/" : text[at] === wanted)) next[at + 1] = 1;
  return next;
}
