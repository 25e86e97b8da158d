import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { composeStack } from "../stacks/compose";
import type { settingsSchema } from "../stacks/settings/schema";
import { resolveWorkload } from "./resolveWorkload";

type Settings = z.input<typeof settingsSchema>;

/**
 * The settings of a stack file by their keys without namespace; the region is the program's `aws:region` when left out.
 * A promotion is not among them: it needs the stack before it.
 */
export type WorkloadSettings = Omit<Settings, "region" | "promotion"> & Partial<Pick<Settings, "region">>;

/** Arguments of {@link Workload}. */
export interface WorkloadArgs {
  /**
   * Name of the environment, e.g. `prod`; third part of every name.
   *
   * @default - the component's name
   */
  environment?: string;
  /** What there is to be. It decides which resources exist: plain values, no outputs of resources. */
  settings: WorkloadSettings;
  /** HTTPS endpoint of an incident service for alarms and errors. It holds a token, so that it becomes a secret. */
  operationsWebhook?: pulumi.Input<string>;
}

/**
 * Everything that a stack file describes as one component: an environment with its services, file systems, database, fleets
 * and pipelines. It is what programs in other languages use, since its arguments are plain data.
 *
 * Bills: what its parts bill, see each.
 */
export class Workload extends pulumi.ComponentResource {
  /** Ids, names and ARNs by the names of a stack's outputs. */
  readonly outputs: pulumi.Output<Record<string, unknown>>;

  /** @throws pulumi.InputPropertiesError with every problem of the arguments, before any resource exists */
  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    const stack = resolveWorkload(name, args);
    super("slipway:index:Workload", name, {}, opts);
    const outputs = pulumi.output(composeStack(stack, { parent: this }));
    this.outputs = outputs.apply((all): Record<string, unknown> => all);
    this.registerOutputs({ outputs: this.outputs });
  }
}
