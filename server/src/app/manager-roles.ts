/** `GET /gatehouse/v1/manager-roles`: what the contract's lists of roles have no place for. */
import { managerRoles, roleLanguages } from "#src/platform/authz/index.ts";
import { applyApiCors, type Route, sendJson } from "#src/platform/http/index.ts";
import { chooseLanguage } from "#src/platform/i18n/index.ts";

const path = "/gatehouse/v1/manager-roles";
const levels: readonly string[] = [...new Set(managerRoles("en").map(({ level }) => level))];

/** The roles are the same for everyone, so nobody has to say who they are. */
export const managerRoleRoute: Route = {
  prefix: path,
  tenant: "checked",
  handle(req, res, exchange) {
    if (applyApiCors(req, res, exchange)) return;
    if (exchange.path !== path)
      return sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });
    if (req.method !== "GET" && req.method !== "HEAD")
      return sendJson(exchange, res, 405, { code: 12, message: "Method Not Allowed", details: [] });
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
