/** Whose look the login shows: 0 the system's choice, 1 the project owner's, 2 the user's organization's. */
export type PrivateLabeling = 0 | 1 | 2;

export interface ProjectSettings {
  /** Tokens of its applications carry the user's roles without asking. */
  readonly projectRoleAssertion?: boolean;
  /** Only users with a grant for it may log in. */
  readonly projectRoleCheck?: boolean;
  /** Only users of organizations that own it or were granted it may log in. */
  readonly hasProjectCheck?: boolean;
  readonly privateLabelingSetting?: PrivateLabeling;
}

export type ProjectEvent =
  | { readonly type: "project.added"; readonly payload: ProjectSettings & { readonly name: string } }
  | { readonly type: "project.changed"; readonly payload: ProjectSettings & { readonly name?: string } }
  | {
      readonly type: "project.deactivated" | "project.reactivated" | "project.removed";
      readonly payload: null;
    };

export type ProjectRoleEvent =
  | {
      readonly type: "project.role.added" | "project.role.changed";
      readonly payload: { readonly key: string; readonly displayName?: string; readonly group?: string };
    }
  | { readonly type: "project.role.removed"; readonly payload: { readonly key: string } };

export type ProjectGrantEvent =
  | {
      readonly type: "project.grant.added";
      readonly payload: {
        readonly grantId: string;
        readonly grantedOrgId: string;
        readonly roleKeys: readonly string[];
      };
    }
  | {
      readonly type: "project.grant.changed" | "project.grant.cascade.changed";
      readonly payload: { readonly grantId: string; readonly roleKeys: readonly string[] };
    }
  | {
      readonly type: "project.grant.deactivated" | "project.grant.reactivated" | "project.grant.removed";
      readonly payload: { readonly grantId: string };
    };
