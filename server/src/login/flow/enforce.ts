import { denied, type Failure, precondition } from "#src/platform/failure/index.ts";
import type { FlowFacts, Step } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { stepRules } from "./steps.ts";

/**
 * For `CreateCallback` and `CreateResponse`: why this session must not finish the request, or undefined when it may.
 * The failure carries the step's stable id, and the step and its cause as values.
 */
export function enforce(facts: Omit<FlowFacts, "surface">): Failure | undefined {
  const decision = nextStep({ ...facts, surface: "api" });
  if (decision.outcome === "done") return undefined;
  const step = decision.outcome === "refuse" ? decision.step : decision.steps[0];
  const refusal = isOfProject(step) ? denied : precondition;
  return refusal(step.id, stepRules[step.kind].key, {
    values: { step: step.kind, because: step.because },
  });
}

/** Nothing that the user could do would help, so clients are told of a lack of permission (domain E6). */
const isOfProject = ({ kind }: Step): boolean => kind === "project_required" || kind === "grant_required";
