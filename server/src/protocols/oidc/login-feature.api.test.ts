/** Where the instance's feature `loginV2` sends people, over the endpoints themselves. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Features } from "#src/domains/feature/index.ts";
import { paths } from "./paths.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const location = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await fetch(`${world.url}${path}?${new URLSearchParams(fields)}`, { redirect: "manual" });
  return (answer.headers.get("location") ?? "").split("?")[0] ?? "";
};

test("people are sent to the login UI that the instance demands, from the change on", async () => {
  const request = {
    client_id: world.clients.web.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid",
    code_challenge: createHash("sha256").update("v".repeat(50)).digest("base64url"),
    code_challenge_method: "S256",
  };
  const seen = async () => [await location(paths.authorize, request), await location(paths.endSession, {})];
  const hosted = `${world.url}/ui/v2/login`;
  expect(await seen()).toEqual([`${hosted}/login`, `${hosted}/logout`]);
  const { instanceId } = world.ctx();
  const demand = (base_uri: string) =>
    world.happen(Features, instanceId, [
      { type: "feature.instance.login_v2.set", payload: { Value: { required: true, base_uri } } },
    ]);
  await demand("https://login.example/ui");
  expect(await seen()).toEqual(["https://login.example/ui/login", "https://login.example/ui/logout"]);
  await demand("/own");
  expect(await seen()).toEqual([`${world.url}/own/login`, `${world.url}/own/logout`]);
  expect(world.unexpected).toEqual([]);
});
