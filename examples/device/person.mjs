/**
 * Plays the person with a browser: reads the device's screen from its input, opens the address, and fills in the forms
 * that it meets. Settings: LOGIN_NAME, PASSWORD.
 */
import { createInterface } from "node:readline";

const { LOGIN_NAME, PASSWORD } = process.env;
const cookies = new Map();

/** Opens an address, and whatever it leads to. */
async function open(url, form) {
  const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  const how = form === undefined ? {} : { method: "POST", body: form };
  const answer = await fetch(url, { ...how, headers, redirect: "manual" });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
  const location = answer.headers.get("location");
  return location ? open(new URL(location, url)) : { url, html: await answer.text() };
}

/** What a person enters into the field of that name; everything else stays as it is. */
const entries = { loginName: LOGIN_NAME, password: PASSWORD };

async function fillIn({ url, html }) {
  const form = /<form[^>]* action="([^"]*)"[\s\S]*?<\/form>/.exec(html);
  const fields = new URLSearchParams();
  for (const [input] of form[0].matchAll(/<input[^>]*>/g)) {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
    const name = attribute("name");
    if (name) fields.set(name, entries[name] ?? attribute("value") ?? "");
  }
  if (html.includes('value="allow"')) fields.set("decision", "allow");
  return open(new URL(form[1], url), fields);
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(line);
  const address = /^or open (\S+)/.exec(line)?.[1];
  if (address === undefined) continue;
  let page = await open(address);
  for (let pages = 0; page.html.includes("<form") && pages < 6; pages++) {
    const skip = /id="skip-button"[^>]* href="([^"]*)"/.exec(page.html)?.[1];
    page = skip ? await open(new URL(skip.replaceAll("&amp;", "&"), page.url)) : await fillIn(page);
  }
  console.log(`the page says: ${/<h1>([^<]*)/.exec(page.html)?.[1]}`);
}
