import * as pulumi from "@pulumi/pulumi";
import { packageSchema, WORKLOAD } from "./schema";
import { Workload, type WorkloadArgs } from "./workload";

/** Serves the component {@link Workload} to programs in any language until Pulumi ends the process. */
export function serve(version: string): Promise<void> {
  return pulumi.provider.main(
    { version, schema: JSON.stringify(packageSchema(version)), construct },
    process.argv.slice(2),
  );
}

function construct(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.provider.ConstructResult> {
  if (type !== WORKLOAD) return Promise.reject(new Error(`there is no component ${type}; there is ${WORKLOAD}`));
  return new Promise((resolve) => {
    const { urn, outputs } = new Workload(name, inputs as WorkloadArgs, options);
    resolve({ urn, state: { outputs } });
  });
}
