/** How pages look by the label policy: files, pictures, and values that want to be more than values. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { setAvatar, userById } from "#src/domains/user/index.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(() => real.close());

const png = (mark: number): Buffer =>
  Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, mark)]);
const font = Buffer.concat([Buffer.from("wOF2\0\x01\0\0", "latin1"), Buffer.alloc(64, 1)]);

const settings = { entityId: "settings" };
const instanceSays = (name: string, payload: object | null = null) =>
  real.happen(branding.instance, instanceId, [{ type: `instance.policy.label.${name}`, payload }], settings);

/** The first page, and what comes with it. */
async function firstPage(scope = ["openid"]) {
  const browser = browserOf(real);
  await (await browser.get(entryOf(await real.request({ scope })))).follow();
  return { html: browser.html, policy: browser.response.headers.get("content-security-policy") ?? "" };
}

test("pages show the files of the active policy, from this origin alone, and none of its draft", async () => {
  const files = [
    ["logo", png(1)],
    ["logo.dark", png(2)],
    ["icon", png(3)],
    ["icon.dark", png(4)],
    ["font", font],
  ] as const;
  for (const [kind, file] of files) await uploadAsset(real.ctx(), { level: "instance", kind }, file);
  const before = (await firstPage()).html;
  expect(before).not.toContain("/assets/v1/");
  expect(before).toContain('<header class="brand"><span class="name">Test</span></header>');
  await instanceSays("activated");
  const { html, policy } = await firstPage();
  const at = String.raw`/assets/v1/${instanceId}/policy/label`;
  for (const pattern of [
    `<img class="logo" src="${at}/logo-\\w+\\.png" alt="">`,
    `<source srcset="${at}/logo-dark-\\w+\\.png" media="\\(prefers-color-scheme: dark\\)">`,
    `<link rel="icon" href="${at}/icon-\\w+\\.png" media="\\(prefers-color-scheme: light\\)">`,
    `<link rel="icon" href="${at}/icon-dark-\\w+\\.png" media="\\(prefers-color-scheme: dark\\)">`,
    `@font-face{font-family:Own;src:url\\("${at}/font-\\w+\\.woff2"\\)`,
  ])
    expect(html).toMatch(new RegExp(pattern));
  expect(policy).toContain("img-src 'self'; font-src 'self'");
});

test("errors pop up where the policy says so: above the page, in their place and role still", async () => {
  const wrong = async () => {
    const browser = browserOf(real);
    await (await browser.get(entryOf(await real.request()))).follow();
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    return (await browser.submit({ password: "" })).follow();
  };
  expect((await wrong()).html).toContain("<body>");
  await instanceSays("changed", { errorMsgPopup: true });
  await instanceSays("activated");
  const { html, status } = await wrong();
  expect([status, html.includes('<body class="popup">')]).toEqual([400, true]);
  expect(html).toMatch(/aria-describedby="password-error"[\s\S]*<p class="error" id="password-error">/);
  const over = browserOf(real);
  await (await over.get("/ui/v2/login/passkey/set?userId=1&codeId=1&code=1")).follow();
  await (await over.submit({})).follow();
  expect(over.html).toMatch(
    /<div class="toast" id="toast"><p class="alert" role="alert">[^<]+<\/p>\s*<a href="#toast"/,
  );
  await instanceSays("changed", { errorMsgPopup: false });
  await instanceSays("activated");
});

test("the theme that a policy fixes has its own logo and icon, and the watermark goes when it says so", async () => {
  expect((await firstPage()).html).toContain('class="seal"');
  await instanceSays("changed", { themeMode: 2, disableWatermark: true });
  await instanceSays("activated");
  const { html } = await firstPage();
  expect(html).not.toContain("prefers-color-scheme");
  expect(html).toMatch(/<img class="logo" src="[^"]*logo-dark-/);
  expect(html).toMatch(/<link rel="icon" href="[^"]*icon-dark-/);
  expect(html).not.toContain('class="seal"');
});

test("an organization that is asked for shows its look at once, by its id or its primary domain", async () => {
  const org = (name: string, payload: object | null = null) =>
    real.happen(
      branding.org ?? branding.instance,
      ids.otherOrg,
      [{ type: `org.policy.label.${name}`, payload }],
      settings,
    );
  await org("added", { primaryColor: "#123456" });
  const scope = ["openid", `urn:zitadel:iam:org:id:${ids.otherOrg}`];
  expect((await firstPage(scope)).html).not.toContain("#123456");
  await org("activated");
  const { html } = await firstPage(scope);
  expect(html).toContain("--primary:#123456");
  expect(html).not.toContain("/assets/v1/");
  const byDomain = ["openid", "urn:zitadel:iam:org:domain:primary:two.id.example.com"];
  expect((await firstPage(byDomain)).html).toContain("--primary:#123456");
  // Without a logo a name heads the page.
  expect(html).toContain('<header class="brand"><span class="name">Two</span></header>');
  expect((await firstPage()).html).not.toContain("#123456");
});

test("a script in any value of a policy is text, or nothing", async () => {
  const evil = `"'></style><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const colours = ["primaryColor", "backgroundColor", "warnColor", "fontColor"];
  const values = colours.flatMap((name) => [name, `${name}Dark`]).map((name) => [name, evil]);
  await instanceSays("changed", Object.fromEntries(values));
  for (const kind of ["logo", "logo.dark", "icon", "icon.dark", "font"])
    await instanceSays(`${kind}.added`, { storeKey: evil });
  await instanceSays("activated");
  const { html, policy } = await firstPage();
  expect(html).toContain("--primary:#2073c4");
  expect(html).not.toContain("<script>");
  expect(html).not.toContain("<img src=x");
  expect(html).not.toContain("@font-face");
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-\w+'; style-src 'self' 'nonce-\w+'/);
});

test("people see their picture once they proved who they are, and a name alone shows none", async () => {
  const ada = await userById(real.ctx(), ids.user);
  if (ada?.state.kind !== "human") throw new Error("no Ada");
  const { key } = await setAvatar(real.ctx(), { ...ada, state: ada.state }, png(9));
  const picture = `<img class="face" src="/assets/v1/${ada.owner}/${key}" alt=""`;
  const browser = browserOf(real);
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "ada@example.com" })).follow();
  expect(browser.html).toContain('<span class="face" aria-hidden="true">');
  expect(browser.html).not.toContain(key);
  await (await browser.submit({ password })).follow();
  expect(browser.html).toContain(picture);
  await browser.get(`/ui/v2/login/accounts?requestId=${await real.request()}`);
  expect(browser.html).toContain('<ul class="accounts"');
  expect(browser.html).toContain(picture);
});
