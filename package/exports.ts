/**
 * What programs import from `slipway`. Types of nested arguments are reached through those of their component, e.g.
 * `EcsServiceArgs["containers"][number]`.
 */
export { AmiPromotion } from "../components/amiPromotion";
export type { AmiPromotionArgs } from "../components/amiPromotion/args";
export { ReleaseBox } from "../components/amiPromotion/releaseBox";
export type { ReleaseBoxArgs } from "../components/amiPromotion/releaseBox/args";
export { CouchDb } from "../components/couchDb";
export type { CouchDbArgs } from "../components/couchDb/args";
export { CrossRegionPipeline } from "../components/crossRegionPipeline";
export type { CrossRegionPipelineArgs } from "../components/crossRegionPipeline/args";
export { Ec2Targets } from "../components/ec2Targets";
export type { Ec2TargetsArgs } from "../components/ec2Targets/args";
export { EcsService } from "../components/ecsService";
export type { EcsServiceArgs } from "../components/ecsService/args";
export { FileSystem } from "../components/ecsService/fileSystem";
export type { FileSystemArgs } from "../components/ecsService/fileSystem/args";
export { Environment } from "../components/environment";
export type { EnvironmentArgs } from "../components/environment/args";
export { Context, type Identity, type Stage } from "../components/shared/context";
export { Workload, type WorkloadArgs, type WorkloadSettings } from "./workload";
