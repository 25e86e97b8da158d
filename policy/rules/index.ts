import type { Rule } from "../rule";
import { asgElbHealthCheck } from "./autoscaling/asgElbHealthCheck";
import { asgMinTwo } from "./autoscaling/asgMinTwo";
import { asgRefreshSafe } from "./autoscaling/asgRefreshSafe";
import { ltAmiLiteral } from "./autoscaling/ltAmiLiteral";
import { ltVersionPinned } from "./autoscaling/ltVersionPinned";
import { alarmHasAction } from "./cloudwatch/alarmHasAction";
import { ec2Imdsv2Required } from "./ec2/ec2Imdsv2Required";
import { ec2NoPublicIp } from "./ec2/ec2NoPublicIp";
import { ec2VolumesEncrypted } from "./ec2/ec2VolumesEncrypted";
import { ecsContainerLogging } from "./ecs/ecsContainerLogging";
import { ecsEfsEncryptedTransit } from "./ecs/ecsEfsEncryptedTransit";
import { ecsInsightsEnabled } from "./ecs/ecsInsightsEnabled";
import { ecsReadonlyRoot } from "./ecs/ecsReadonlyRoot";
import { ecsRollbackEnabled } from "./ecs/ecsRollbackEnabled";
import { ecsSecretsNotEnv } from "./ecs/ecsSecretsNotEnv";
import { efsAccesspointNonroot } from "./efs/efsAccesspointNonroot";
import { efsEncrypted } from "./efs/efsEncrypted";
import { albAccessLogs } from "./elb/albAccessLogs";
import { albDeletionProtection } from "./elb/albDeletionProtection";
import { albDropInvalidHeaders } from "./elb/albDropInvalidHeaders";
import { albWafAssociated } from "./elb/albWafAssociated";
import { listenerHttpsOnly } from "./elb/listenerHttpsOnly";
import { listenerTlsPolicy } from "./elb/listenerTlsPolicy";
import { tgDeregistrationDelaySet } from "./elb/tgDeregistrationDelaySet";
import { iamNoAdmin } from "./iam/iamNoAdmin";
import { iamNoWildcardResource } from "./iam/iamNoWildcardResource";
import { iamPassroleScoped } from "./iam/iamPassroleScoped";
import { iamTrustHasSourceCondition } from "./iam/iamTrustHasSourceCondition";
import { kmsRotation } from "./kms/kmsRotation";
import { logsRetentionSet } from "./logs/logsRetentionSet";
import { codebuildNoPlainCredentials } from "./pipeline/codebuildNoPlainCredentials";
import { codedeployRollbackAndAlarms } from "./pipeline/codedeployRollbackAndAlarms";
import { pipelineArtifactsCmkPerRegion } from "./pipeline/pipelineArtifactsCmkPerRegion";
import { pipelineProdManualApproval } from "./pipeline/pipelineProdManualApproval";
import { backupBucketLifecycle } from "./s3/backupBucketLifecycle";
import { s3Encrypted } from "./s3/s3Encrypted";
import { s3PublicAccessBlocked } from "./s3/s3PublicAccessBlocked";
import { s3TlsOnlyPolicy } from "./s3/s3TlsOnlyPolicy";
import { s3Versioned } from "./s3/s3Versioned";
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
  ec2NoPublicIp,
  ltVersionPinned,
  ltAmiLiteral,
  asgElbHealthCheck,
  asgMinTwo,
  asgRefreshSafe,
  tgDeregistrationDelaySet,
  albDeletionProtection,
  albAccessLogs,
  albDropInvalidHeaders,
  listenerHttpsOnly,
  listenerTlsPolicy,
  albWafAssociated,
  ecsContainerLogging,
  ecsSecretsNotEnv,
  ecsReadonlyRoot,
  ecsRollbackEnabled,
  ecsInsightsEnabled,
  ecsEfsEncryptedTransit,
  efsEncrypted,
  efsAccesspointNonroot,
  s3PublicAccessBlocked,
  s3Versioned,
  s3Encrypted,
  s3TlsOnlyPolicy,
  backupBucketLifecycle,
  iamNoAdmin,
  iamNoWildcardResource,
  iamPassroleScoped,
  iamTrustHasSourceCondition,
  pipelineArtifactsCmkPerRegion,
  pipelineProdManualApproval,
  codebuildNoPlainCredentials,
  codedeployRollbackAndAlarms,
  logsRetentionSet,
  alarmHasAction,
  kmsRotation,
];
