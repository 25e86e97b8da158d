import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { AmiPromotion } from "../components/amiPromotion";
import { ReleaseBox } from "../components/amiPromotion/releaseBox";
import type { Source } from "../components/amiPromotion/source";
import type { Environment } from "../components/environment";
import type { LoadedStack, Placement } from "./loadedStack";
import type { PromotionSettings } from "./settings/promotionSchema";

/** Builds the release box or the fleets with their promotion, whichever the settings ask for. Returns their outputs. */
export function composePromotion(
  { settings, context, siblings, monitoringToken }: LoadedStack,
  environment: Environment,
  placement: Placement,
): Record<string, pulumi.Input<unknown>> {
  const { releaseBox, promotion, logRetentionDays } = settings;
  const common = { context, environment, logRetentionDays };
  if (releaseBox) {
    const box = new ReleaseBox(context.prefix, { ...common, ...releaseBox, ...userDataOf(releaseBox) }, placement);
    return { releaseBox: box.outputs() };
  }
  if (!promotion) return {};
  const { source, fleets, monitoring, shareWith, ...args } = promotion;
  const built = new AmiPromotion(
    context.prefix,
    {
      ...common,
      ...args,
      source: sourceOf(source, siblings, placement),
      fleets: fleets.map((fleet) => ({ ...fleet, ...userDataOf(fleet) })),
      ...(monitoring && { monitoring: { ...monitoring, token: monitoringToken! } }),
      sharing: { accounts: shareWith },
    },
    placement,
  );
  return { promotion: built.outputs() };
}

function userDataOf({ userDataFile }: { userDataFile?: string }): { userData?: string } {
  return userDataFile === undefined ? {} : { userData: readFileSync(userDataFile, "utf8") };
}

/** The stack before this one tells by its outputs what it has. */
function sourceOf(
  { stack, withoutReboot, copy }: PromotionSettings["source"],
  siblings: LoadedStack["siblings"],
  placement: Placement,
): Source {
  const { releases, region } = siblings.find((sibling) => sibling.stack === stack)!;
  const reference = new pulumi.StackReference(
    `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`,
    {},
    placement,
  );
  const output = (of: "releaseBox" | "promotion", name: string): pulumi.Output<string> =>
    reference.requireOutput(of).apply((outputs) => (outputs as Record<string, string>)[name]!);
  if (releases!.kind === "environment") {
    return {
      kind: "environment",
      parameterName: output("promotion", "imageParameter"),
      keyArn: output("promotion", "imageKeyArn"),
      copy,
      ...(region && { region }),
    };
  }
  return {
    kind: "releaseBox",
    instanceId: output("releaseBox", "instanceId"),
    application: output("releaseBox", "application"),
    deploymentGroup: output("releaseBox", "deploymentGroup"),
    keyArn: output("releaseBox", "keyArn"),
    withoutReboot,
  };
}
