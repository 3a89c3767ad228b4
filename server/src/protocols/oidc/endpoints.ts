import { authorize } from "./authorize.ts";
import { deviceAuthorization, devicePage } from "./device-authorization.ts";
import { endSession } from "./end-session.ts";
import { introspect } from "./introspect.ts";
import { discovery, keys } from "./metadata.ts";
import { paths } from "./paths.ts";
import { revoke } from "./revoke.ts";
import { token } from "./token.ts";
import type { Endpoint } from "./turn.ts";
import { userinfo } from "./userinfo.ts";

const page = { readers: "nobody", fallback: "invalid_request", methods: ["GET", "POST"] } as const;
const open = { readers: "everybody", fallback: "invalid_request", methods: ["GET"] } as const;
const forClients = { readers: "client", fallback: "invalid_request", methods: ["POST"] } as const;

export const endpoints: readonly Endpoint[] = [
  { ...open, path: paths.discovery, handle: discovery },
  { ...open, path: paths.keys, handle: keys },
  { ...page, path: paths.authorize, handle: authorize, lenient: true },
  { ...page, path: paths.device, handle: devicePage, methods: ["GET"] },
  { ...page, path: paths.endSession, handle: endSession },
  { ...forClients, path: paths.token, handle: token, fallback: "invalid_grant" },
  { ...forClients, path: paths.introspect, handle: introspect },
  { ...forClients, path: paths.revoke, handle: revoke },
  { ...forClients, path: paths.deviceAuthorization, handle: deviceAuthorization },
  {
    ...forClients,
    path: paths.userinfo,
    handle: userinfo,
    fallback: "invalid_token",
    methods: ["GET", "POST"],
  },
];
