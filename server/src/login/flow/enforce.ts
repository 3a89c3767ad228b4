import { type Failure, precondition } from "#src/platform/failure/index.ts";
import type { FlowFacts } from "./model.ts";
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
  return precondition(step.id, stepRules[step.kind].key, {
    values: { step: step.kind, because: step.because },
  });
}
