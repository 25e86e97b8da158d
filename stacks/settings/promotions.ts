import { existsSync } from "node:fs";
import { validatePromotion } from "../../components/amiPromotion/validation";
import { validateReleaseBox } from "../../components/amiPromotion/validation/releaseBox";
import type { Host } from "../../components/environment/host";
import type { Context } from "../../components/shared/context";
import { Problems, type Problem } from "../../components/shared/problems";
import type { Sibling } from "./crossStack";
import { nearestOf } from "./issues";
import type { PromotionSettings, ReleaseBoxSettings } from "./promotionSchema";
import type { ServiceSettings } from "./serviceSchema";

/** What a stack says of promotions, as far as its shape is right. */
export interface Promoting {
  releaseBox?: ReleaseBoxSettings;
  promotion?: PromotionSettings;
  services: readonly Partial<ServiceSettings>[];
  /** Whether the secret `monitoringToken` is set. */
  hasToken: boolean;
}

/** Everything that is wrong with the release box and the promotion, and between them and the rest. */
export function checkPromotions(
  { releaseBox, promotion, services, hasToken }: Promoting,
  context: Context,
  host: Host,
  siblings: Sibling[],
): Problem[] {
  const problems = new Problems();
  const hasLoadBalancer = host.loadBalancer !== undefined;
  if (releaseBox && promotion) {
    problems.add(
      "promotion",
      "stands beside a releaseBox; the box has a stack of its own, which promotion.source names",
    );
  }
  if (releaseBox) {
    addAll(problems, "releaseBox", validateReleaseBox({ context, ...releaseBox }, hasLoadBalancer));
    checkFile(releaseBox.userDataFile, "releaseBox.userDataFile", problems);
    checkPriority(releaseBox.route?.priority, "releaseBox.route.priority", services, problems);
  }
  if (promotion) {
    const { source, shareWith, monitoring, ...args } = promotion;
    const checked = {
      context,
      ...args,
      sharing: { accounts: shareWith },
      ...(monitoring && { monitoring: { ...monitoring, token: "" } }),
    };
    const found = validatePromotion(checked, { hasLoadBalancer });
    addAll(
      problems,
      "promotion",
      found.map((one) => ({ ...one, path: one.path.replace("sharing.accounts", "shareWith") })),
    );
    for (const [i, { name, route, userDataFile }] of promotion.fleets.entries()) {
      checkFile(userDataFile, `promotion.fleets[${i}].userDataFile`, problems);
      checkPriority(route?.priority, `promotion.fleets[${i}].route.priority`, services, problems);
      const taken = services.some((service) => service.name === name);
      problems.require(!taken, `promotion.fleets[${i}].name`, `"${name}" is the name of a service; use another`);
    }
    checkSource(source, context, siblings, problems);
  }
  checkToken(promotion, hasToken, problems);
  return problems.all;
}

function addAll(problems: Problems, at: string, found: Problem[]): void {
  for (const { path, reason } of found) problems.add(`${at}.${path}`, reason);
}

function checkFile(file: string | undefined, path: string, problems: Problems): void {
  const reason = `there is no file "${file}"; give one from the project's root`;
  problems.require(file === undefined || existsSync(file), path, reason);
}

function checkPriority(
  priority: number | undefined,
  path: string,
  services: Promoting["services"],
  problems: Problems,
): void {
  const taken = services.find((service) => priority !== undefined && service.route?.priority === priority);
  const reason = `${priority} is taken by service "${taken?.name}"; priorities are unique per load balancer`;
  problems.require(taken === undefined, path, reason);
}

/** The source is another stack with a release box or fleets, and no promotion leads back to where it comes from. */
function checkSource(
  { stack: name, copy }: PromotionSettings["source"],
  context: Context,
  siblings: Sibling[],
  problems: Problems,
): void {
  const path = "promotion.source.stack";
  const others = siblings.filter(({ releases }) => releases !== undefined);
  const found = siblings.find(({ stack }) => stack === name);
  if (name === context.environment) problems.add(path, `"${name}" is this stack itself`);
  else if (!found) {
    const nearest = nearestOf(
      name,
      others.map(({ stack }) => stack),
    );
    const rest = others.length > 0 ? `there are ${others.map(({ stack }) => stack).join(", ")}` : "there is none";
    problems.add(
      path,
      `there is no stack "${name}" with a release box or fleets; ${nearest ? `did you mean "${nearest}"?` : rest}`,
    );
  } else if (!found.releases) {
    problems.add(path, `stack "${name}" has neither a release box nor a promotion to take images from`);
  } else if (found.releases.kind === "releaseBox" && found.region !== context.region) {
    const reason = `release box of "${name}" is in ${found.region}; it is imaged there: promote to a stack of that region first`;
    problems.add(path, reason);
  } else if (found.releases.kind === "releaseBox" && copy) {
    problems.add("promotion.source.copy", `"${name}" has a release box; its images are made here, none is copied`);
  } else {
    const way = [context.environment];
    for (let at: Sibling | undefined = found; at; at = siblings.find(({ stack }) => stack === at?.releases?.from)) {
      way.push(at.stack);
      if (at.releases?.from === context.environment || way.indexOf(at.stack) < way.length - 1) {
        problems.add(
          path,
          `stacks promote in a circle: ${[...way, at.releases?.from].join(" <- ")}; begin with a release box`,
        );
        return;
      }
    }
  }
}

function checkToken(promotion: PromotionSettings | undefined, hasToken: boolean, problems: Problems): void {
  if (promotion?.monitoring && !hasToken) {
    problems.add("monitoringToken", "is missing; set it with: pulumi config set --secret slipway:monitoringToken");
  }
}
