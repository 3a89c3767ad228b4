export { authorizeMethod } from "./authorize-method.ts";
export { inContext, permissionNames } from "./permissions.ts";
export {
  requirePermission,
  requirePermissionAtAny,
  requireSelfOr,
  type Where,
} from "./require-permission.ts";
export { isRoleOf, type RoleKind, rolesOf, selfManagement } from "./roles.ts";
export { callerScope, type Scope, type ScopeColumns, scopeCondition, scopeOf } from "./scope.ts";
