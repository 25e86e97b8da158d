import { Failure } from "../shared/failure";
import type { Execution, FleetState, PromotionAccount } from "./account";
import type { PromotionRecord } from "./record";
import type { Target } from "./target";

/** What a promotion is asked for. */
export interface Request {
  /** Image to promote instead of the source's. */
  ami?: string;
  /** Whether the release box is imaged although there is an image of its release. */
  newImage?: boolean;
  reviewDatabase?: boolean;
}

/** Starts a promotion. Returns the execution's ARN. */
export async function start(target: Target, account: PromotionAccount, request: Request): Promise<string> {
  if (request.reviewDatabase && !target.isReviewable) {
    throw new Failure(
      `stack "${target.stack}" has no script to review: give promotion.commands.database.script the command that writes it`,
      2,
    );
  }
  const { sourceElsewhere: source } = target;
  // Where images of another account are copied, any but the environment's own is one of them.
  const isForeign = request.ami && target.copies && !(await images(target, account)).includes(request.ami);
  let sourceImage = isForeign ? request.ami : undefined;
  if (source && !request.ami) {
    sourceImage = await account.image(source.parameter, source.region);
    if (!sourceImage)
      throw new Failure(`there is no image ${source.parameter} in ${source.region}: promote the source first`);
  }
  return account.start({
    ...(request.ami && !isForeign && { image: request.ami }),
    ...(sourceImage && { sourceImage }),
    ...(request.newImage && { newImage: true }),
    ...(request.reviewDatabase && { reviewDatabase: true }),
  });
}

/** Starts the way back to the image before. Returns the execution's ARN. */
export async function rollBack(target: Target, account: PromotionAccount): Promise<string> {
  const [image, previous] = await images(target, account);
  if (!previous || previous === image) {
    throw new Failure(`stack "${target.stack}" has no image before ${image ?? "its first"} to go back to`);
  }
  return account.start({ image: previous, rollback: true });
}

/** Approves the database script that waits. */
export async function approve(target: Target, account: PromotionAccount): Promise<string> {
  const { token, script } = await waitingReview(target, account);
  await account.approve(token);
  return `approved ${script}; the promotion goes on`;
}

/** Rejects it: the promotion stops, and nothing is changed. */
export async function reject(target: Target, account: PromotionAccount, reason: string): Promise<string> {
  const { token, script } = await waitingReview(target, account);
  await account.reject(token, reason);
  return `rejected ${script}; the promotion stops`;
}

async function waitingReview({ stack }: Target, account: PromotionAccount) {
  const { review } = await currentRecord(account);
  if (!review) throw new Failure(`no database script of stack "${stack}" waits for a review`);
  return review;
}

/** What is recorded, without the review of a promotion that runs no more: one that was stopped by hand leaves its token. */
async function currentRecord(account: PromotionAccount): Promise<PromotionRecord> {
  const { review, ...record } = await account.record();
  if (!review || (await account.execution(review.execution)).status !== "RUNNING") return record;
  return { ...record, review };
}

const images = ({ imageParameter, previousImageParameter }: Target, account: PromotionAccount) =>
  Promise.all([account.image(imageParameter), account.image(previousImageParameter)]);

/** The promotion of a stack in lines of text: images, fleets, the last executions. */
export async function status(target: Target, account: PromotionAccount): Promise<string[]> {
  const [[image, previous], fleets, executions, record] = await Promise.all([
    images(target, account),
    account.fleets(),
    account.executions(5),
    currentRecord(account),
  ]);
  return [
    `${target.stack}: image ${image ?? "none"}, before ${previous ?? "none"}`,
    ...(record.promotedAt ? [`  promoted ${timeOf(record.promotedAt)}`] : []),
    ...(record.failedStep ? [`  the last promotion failed at: ${record.failedStep}`] : []),
    ...fleets.map(describeFleet),
    ...target.groups
      .filter((name) => !fleets.some(({ group }) => group === name))
      .map((name) => `  ${name}: does not exist`),
    ...(record.review ? [`  a database script waits for a review: ${record.review.script}`] : []),
    ...executions.map(describeExecution),
  ];
}

export function describeFleet({ group, version, inService, refresh }: FleetState): string {
  const old = Object.entries(inService).filter(([one]) => one !== version);
  const others = old.map(([one, count]) => `, ${count} of version ${one}`).join("");
  const last = refresh ? `; last refresh ${refresh.status}, ${refresh.percent} %` : "";
  return `  ${group}: version ${version}, ${inService[version] ?? 0} in service${others}${last}`;
}

function describeExecution({ arn, status: state, started, stopped }: Execution): string {
  const minutes = stopped ? `, ${Math.round((stopped.getTime() - started.getTime()) / 60_000)} min` : "";
  return `  ${arn.split(":").pop()}: ${state}, ${timeOf(started.toISOString())}${minutes}`;
}

const timeOf = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;
