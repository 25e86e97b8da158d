import type { Rule } from "../rule";
import { ltVersionPinned } from "./autoscaling/ltVersionPinned";
import { ec2Imdsv2Required } from "./ec2/ec2Imdsv2Required";
import { ec2VolumesEncrypted } from "./ec2/ec2VolumesEncrypted";
import { logsRetentionSet } from "./logs/logsRetentionSet";
import { sgDefaultClosed } from "./securityGroup/sgDefaultClosed";
import { sgNoAdminPorts } from "./securityGroup/sgNoAdminPorts";
import { sgNoAllProtocolIngress } from "./securityGroup/sgNoAllProtocolIngress";
import { sgNoInlineAndStandaloneMix } from "./securityGroup/sgNoInlineAndStandaloneMix";
import { sgNoUnrestrictedEgress } from "./securityGroup/sgNoUnrestrictedEgress";
import { sgNoWidePortRange } from "./securityGroup/sgNoWidePortRange";
import { sgNoWorldIngress } from "./securityGroup/sgNoWorldIngress";
import { sgRuleDescribed } from "./securityGroup/sgRuleDescribed";
import { tagsAllowedValues } from "./tags/tagsAllowedValues";
import { tagsEnvironmentMatchesStack } from "./tags/tagsEnvironmentMatchesStack";
import { tagsNoSecretsLikeValues } from "./tags/tagsNoSecretsLikeValues";
import { tagsRequired } from "./tags/tagsRequired";

/** Every rule of the pack, in the order of RULES.md. */
export const RULES: readonly Rule[] = [
  tagsRequired,
  tagsAllowedValues,
  tagsEnvironmentMatchesStack,
  tagsNoSecretsLikeValues,
  sgNoWorldIngress,
  sgNoAdminPorts,
  sgNoAllProtocolIngress,
  sgNoWidePortRange,
  sgRuleDescribed,
  sgNoInlineAndStandaloneMix,
  sgNoUnrestrictedEgress,
  sgDefaultClosed,
  ec2Imdsv2Required,
  ec2VolumesEncrypted,
  ltVersionPinned,
  logsRetentionSet,
];
