import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { ApprovalArgs, StageArgs } from "../args";
import type { CheckedPipeline } from "./index";

/** Approvals: each opens a stage after it, and nothing goes to production unless one has opened it. */
export function validateApprovals({ context, stages }: CheckedPipeline, problems: Problems): void {
  for (const [i, stage] of stages.entries()) {
    if (stage.kind === "approval") {
      validateApproval(stage, i, stages, problems);
      continue;
    }
    const isOpened = stages.slice(0, i).some((other) => other.kind === "approval" && other.approves === stage.name);
    problems.require(
      isOpened || (stage.to ?? context.stage) !== "production",
      `stages[${i}]`,
      `"${stage.name}" deploys to production without an approval; put one before it: { kind: approval, approves: ${stage.name} }`,
    );
  }
}

function validateApproval(approval: ApprovalArgs, index: number, stages: StageArgs[], problems: Problems): void {
  const { approves, reviewUrl, timeoutMinutes = 10080 } = approval;
  const at = (property: string): string => `stages[${index}].${property}`;
  const later = stages.slice(index + 1).flatMap(({ kind, name }) => (kind === "deploy" ? [name] : []));
  problems.require(
    later.includes(approves),
    at("approves"),
    later.length === 0
      ? `"${approves}" cannot be opened: no stage after this one deploys`
      : `"${approves}" is not a stage after this one that deploys; there are ${later.join(", ")}`,
  );
  problems.require(
    reviewUrl === undefined || /^https:\/\/\S+$/.test(reviewUrl),
    at("reviewUrl"),
    `"${reviewUrl}" is not an address such as https://staging.example.com`,
  );
  problems.require(
    isBetween(timeoutMinutes, 5, 86400),
    at("timeoutMinutes"),
    `${timeoutMinutes} is out of range; allowed is 5–86400 minutes`,
  );
}
