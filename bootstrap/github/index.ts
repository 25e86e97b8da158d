import * as pulumi from "@pulumi/pulumi";
import { createRoles } from "./roles";
import { readSettings, RolesSettingsError } from "./settings";

/** @throws pulumi.RunError with all problems of the settings, before any resource exists */
function settings() {
  try {
    return readSettings(pulumi.getStack(), pulumi.runtime.allConfig());
  } catch (error) {
    if (error instanceof RolesSettingsError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

// `awsRoles` is the repository's variable AWS_ROLES.
export = createRoles(settings());
