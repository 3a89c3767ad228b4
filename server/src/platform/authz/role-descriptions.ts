import type { Role, RoleKind } from "./roles.ts";

interface Described {
  readonly kind: RoleKind;
  readonly en: string;
  readonly de: string;
}

/** What each manager role is for, in the words of people who give it. A role without one does not compile. */
export const roleDescriptions: Readonly<Record<Role, Described>> = {
  SYSTEM_OWNER: {
    kind: "system",
    en: "Runs the installation: creates and removes instances, their domains, limits, quotas and features.",
    de: "Betreibt die Installation: legt Instanzen, ihre Domains, Limits, Kontingente und Funktionen an und entfernt sie.",
  },
  SYSTEM_OWNER_VIEWER: {
    kind: "system",
    en: "Looks at the instances of the installation and what they are set to, and changes nothing.",
    de: "Sieht die Instanzen der Installation und ihre Einstellungen, ändert aber nichts.",
  },
  IAM_OWNER: {
    kind: "iam",
    en: "May do everything in the instance: its settings, all organizations, users and projects, and who manages what.",
    de: "Darf alles in der Instanz: ihre Einstellungen, alle Organisationen, Benutzer und Projekte, und wer was verwaltet.",
  },
  IAM_OWNER_VIEWER: {
    kind: "iam",
    en: "Sees everything in the instance, with its settings and history, and changes nothing.",
    de: "Sieht alles in der Instanz samt Einstellungen und Verlauf, ändert aber nichts.",
  },
  IAM_ORG_MANAGER: {
    kind: "iam",
    en: "Creates and manages all organizations with everything in them, but not the settings of the instance.",
    de: "Legt Organisationen an und verwaltet alle mit ihrem ganzen Inhalt, nicht aber die Einstellungen der Instanz.",
  },
  IAM_USER_MANAGER: {
    kind: "iam",
    en: "Manages the users of all organizations, what they are authorized for, and grants of projects.",
    de: "Verwaltet die Benutzer aller Organisationen, ihre Berechtigungen und die Freigaben von Projekten.",
  },
  IAM_ADMIN_IMPERSONATOR: {
    kind: "iam",
    en: "May act as any user of the instance, managers among them, where the security settings allow impersonation.",
    de: "Darf als jeder Benutzer der Instanz handeln, auch als Verwalter, wo die Sicherheitseinstellungen es erlauben.",
  },
  IAM_END_USER_IMPERSONATOR: {
    kind: "iam",
    en: "May act as any user of the instance who manages nothing, where the security settings allow impersonation.",
    de: "Darf als jeder Benutzer der Instanz handeln, der nichts verwaltet, wo die Sicherheitseinstellungen es erlauben.",
  },
  IAM_LOGIN_CLIENT: {
    kind: "iam",
    en: "For login applications: checks sessions and credentials, registers users and finishes logins. Not for people.",
    de: "Für Anmelde-Anwendungen: prüft Sitzungen und Anmeldedaten, registriert Benutzer und schließt Anmeldungen ab. Nicht für Menschen.",
  },
  ORG_OWNER: {
    kind: "org",
    en: "May do everything in the organization: settings, users, projects, authorizations, and who manages what.",
    de: "Darf alles in der Organisation: Einstellungen, Benutzer, Projekte, Berechtigungen, und wer was verwaltet.",
  },
  ORG_OWNER_VIEWER: {
    kind: "org",
    en: "Sees everything in the organization and changes nothing.",
    de: "Sieht alles in der Organisation, ändert aber nichts.",
  },
  ORG_USER_MANAGER: {
    kind: "org",
    en: "Creates and manages the users of the organization, and authorizes them for its projects.",
    de: "Legt Benutzer der Organisation an, verwaltet sie und gibt ihnen Berechtigungen auf Projekte.",
  },
  ORG_SETTINGS_MANAGER: {
    kind: "org",
    en: "Changes the settings of the organization, its name, domains and identity providers; sees no users.",
    de: "Ändert die Einstellungen der Organisation, ihren Namen, ihre Domains und Identitätsanbieter; sieht keine Benutzer.",
  },
  ORG_USER_PERMISSION_EDITOR: {
    kind: "org",
    en: "Authorizes users for projects and takes authorizations away; sees users and projects for it.",
    de: "Gibt Benutzern Berechtigungen auf Projekte und nimmt sie ihnen; sieht dafür Benutzer und Projekte.",
  },
  ORG_PROJECT_PERMISSION_EDITOR: {
    kind: "org",
    en: "Grants projects to other organizations, and authorizes users for projects.",
    de: "Gibt Projekte für andere Organisationen frei und gibt Benutzern Berechtigungen auf Projekte.",
  },
  ORG_PROJECT_CREATOR: {
    kind: "org",
    en: "Creates projects; sees no projects but those that it manages itself.",
    de: "Legt Projekte an; sieht nur Projekte, die er selbst verwaltet.",
  },
  ORG_ADMIN_IMPERSONATOR: {
    kind: "org",
    en: "May act as any user of the organization, managers among them, where the security settings allow impersonation.",
    de: "Darf als jeder Benutzer der Organisation handeln, auch als Verwalter, wo die Sicherheitseinstellungen es erlauben.",
  },
  ORG_END_USER_IMPERSONATOR: {
    kind: "org",
    en: "May act as any user of the organization who manages nothing, where the security settings allow impersonation.",
    de: "Darf als jeder Benutzer der Organisation handeln, der nichts verwaltet, wo die Sicherheitseinstellungen es erlauben.",
  },
  ORG_USER_SELF_MANAGER: {
    kind: "org",
    en: "May delete the own account over the account's own API, beside what every user may do to it.",
    de: "Darf das eigene Konto über die Schnittstelle des Kontos löschen, neben dem, was jeder Benutzer mit seinem darf.",
  },
  SELF_MANAGEMENT_GLOBAL: {
    kind: "org",
    en: "May found an organization of one's own and delete the own account. For the instance's default organization.",
    de: "Darf eine eigene Organisation gründen und das eigene Konto löschen. Für die Standardorganisation der Instanz.",
  },
  PROJECT_OWNER: {
    kind: "project",
    en: "May do everything in this one project: applications, roles, grants, authorizations, and who manages it.",
    de: "Darf alles in diesem einen Projekt: Anwendungen, Rollen, Freigaben, Berechtigungen, und wer es verwaltet.",
  },
  PROJECT_OWNER_VIEWER: {
    kind: "project",
    en: "Sees everything of this one project and changes nothing.",
    de: "Sieht alles an diesem einen Projekt, ändert aber nichts.",
  },
  PROJECT_OWNER_GLOBAL: {
    kind: "project",
    en: "Manages this one project of the default organization, but does not grant it to other organizations.",
    de: "Verwaltet dieses eine Projekt der Standardorganisation, gibt es aber nicht für andere Organisationen frei.",
  },
  PROJECT_OWNER_VIEWER_GLOBAL: {
    kind: "project",
    en: "Sees everything of this one project of the default organization and changes nothing.",
    de: "Sieht alles an diesem einen Projekt der Standardorganisation, ändert aber nichts.",
  },
  PROJECT_GRANT_OWNER: {
    kind: "project_grant",
    en: "Manages this one granted project in the organization that has it: authorizes users, and says who manages it.",
    de: "Verwaltet dieses eine freigegebene Projekt in der Organisation, die es hat: gibt Berechtigungen und sagt, wer es verwaltet.",
  },
  PROJECT_GRANT_OWNER_VIEWER: {
    kind: "project_grant",
    en: "Sees this one granted project with its authorizations and changes nothing.",
    de: "Sieht dieses eine freigegebene Projekt mit seinen Berechtigungen, ändert aber nichts.",
  },
};
