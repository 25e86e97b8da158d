import { isBetween } from "../../shared/formats";
import type { Problems } from "../../shared/problems";
import type { ApprovalArgs, StageArgs } from "../args";
import type { CheckedPipeline } from "./index";

/** Approvals: each opens a stage after it, and nothing goes to production unless one has opened it, after all stages before it. */
export function validateApprovals({ context, stages }: CheckedPipeline, problems: Problems): void {
  for (const [i, stage] of stages.entries()) {
    if (stage.kind === "approval") {
      validateApproval(stage, i, stages, problems);
      continue;
    }
    if ((stage.to ?? context.stage) !== "production") continue;
    const opened = stages.findLastIndex(
      (other, j) => j < i && other.kind === "approval" && other.approves === stage.name,
    );
    const between = opened === -1 ? undefined : stages.slice(opened, i).findLast(({ kind }) => kind === "deploy");
    problems.require(
      between === undefined,
      `stages[${opened}]`,
      `opens "${stage.name}" before "${between?.name}" has been deployed; put it behind that, directly before "${stage.name}"`,
    );
    problems.require(
      opened !== -1,
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
