import type { Emulator } from "../../../ops/sandbox/emulator";
import type { MachineOptions } from "../../support/couchDb/machine";
import { shellTools } from "./shellTools";

/** The AWS CLI for machines, with the emulated account. */
export async function awsCli({ port }: Emulator, region: string): Promise<NonNullable<MachineOptions["aws"]>> {
  return {
    cli: await shellTools(),
    variables: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
  };
}
