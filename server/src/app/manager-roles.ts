/** `GET /gatehouse/v1/manager-roles`: what the contract's lists of roles have no place for. */
import { managerRoles, roleLanguages } from "#src/platform/authz/index.ts";
import { applyApiCors, type Route, sendJson } from "#src/platform/http/index.ts";
import { chooseLanguage } from "#src/platform/i18n/index.ts";
import { notAllowed, notFound, reads } from "./route-frame.ts";

const path = "/gatehouse/v1/manager-roles";
const levels: readonly string[] = [...new Set(managerRoles("en").map(({ level }) => level))];

/** The roles are the same for everyone, so nobody has to say who they are. */
export const managerRoleRoute: Route = {
  prefix: path,
  tenant: "checked",
  handle(req, res, exchange) {
    if (applyApiCors(req, res, exchange)) return;
    if (exchange.path !== path) return notFound(exchange, res);
    if (!reads(exchange)) return notAllowed(exchange, res);
    const language = chooseLanguage(exchange.languages, roleLanguages, "en");
    const level = new URLSearchParams(exchange.query).get("level");
    if (level !== null && !levels.includes(level))
      return sendJson(exchange, res, 400, {
        code: 3,
        message: `level must be one of ${levels.join(", ")}`,
        details: [],
      });
    const roles = managerRoles(language).filter((role) => level === null || role.level === level);
    res.setHeader("content-language", language);
    res.setHeader("vary", "Accept-Language, Origin");
    res.setHeader("cache-control", "public, max-age=3600");
    sendJson(exchange, res, 200, { roles });
  },
};
