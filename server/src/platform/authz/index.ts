export { authorizeMethod, requireSomewhere } from "./authorize-method.ts";
export { documentManagerRoles, type ManagerRole, managerRoles, roleLanguages } from "./manager-roles.ts";
export { inContext, permissionNames } from "./permissions.ts";
export {
  requirePermission,
  requirePermissionAtAny,
  requireSelfOr,
  type Where,
} from "./require-permission.ts";
export { isRoleOf, type RoleKind, rolesOf, selfManagement } from "./roles.ts";
export { callerScope, type Scope, type ScopeColumns, scopeCondition, scopeOf } from "./scope.ts";
