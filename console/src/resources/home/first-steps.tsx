import { IconBuildingPlus, IconCircleCheckFilled, IconRobot, IconUserPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useAccess } from "../../app/viewer.tsx";
import { Card } from "../../components/card.tsx";
import { type TextKey, useI18n } from "../../i18n/index.tsx";
import { useOrganizationCount, useUserCount } from "./counts.ts";

interface Step {
  readonly to: "/users/create" | "/users/create-machine" | "/orgs/create";
  readonly title: TextKey;
  readonly text: TextKey;
  readonly icon: typeof IconUserPlus;
  readonly allowed: boolean;
  readonly done: boolean;
}

/** Whoever set the house up is its first person, so the second one is the first user. */
function useSteps(): readonly Step[] {
  const { can } = useAccess();
  const people = useUserCount("human") ?? 0;
  const services = useUserCount("machine") ?? 0;
  const organizations = useOrganizationCount() ?? 0;
  const steps: readonly Step[] = [
    {
      to: "/users/create",
      title: "home.stepUser",
      text: "home.stepUserText",
      icon: IconUserPlus,
      allowed: can("user.write"),
      done: people > 1,
    },
    {
      to: "/users/create-machine",
      title: "home.stepService",
      text: "home.stepServiceText",
      icon: IconRobot,
      allowed: can("user.write"),
      done: services > 0,
    },
    {
      to: "/orgs/create",
      title: "home.stepOrganization",
      text: "home.stepOrganizationText",
      icon: IconBuildingPlus,
      allowed: can("org.create") || can("iam.write"),
      done: organizations > 1,
    },
  ];
  return steps.filter(({ allowed }) => allowed);
}

export function FirstSteps() {
  const { t } = useI18n();
  const steps = useSteps();
  if (steps.length === 0) return null;
  return (
    <Card title={t("home.steps")}>
      <ul className="gh-steps">
        {steps.map(({ to, title, text, icon: Icon, done }) => (
          <li key={to}>
            <Link to={to} data-done={done || undefined}>
              {done ? (
                <IconCircleCheckFilled size={24} role="img" aria-label={t("home.stepDone")} />
              ) : (
                <Icon size={24} stroke={1.6} aria-hidden="true" />
              )}
              <span>
                <strong>{t(title)}</strong>
                <span>{t(text)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
