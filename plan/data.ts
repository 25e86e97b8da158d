import type { PlannedResource } from "./model";

/** Types whose loss loses data: volumes, file systems, buckets, databases, keys, secrets, backups and images. */
export const DATA_TYPES = new Set([
  "aws:backup/vault:Vault",
  "aws:docdb/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:ebs/volume:Volume",
  "aws:ecr/repository:Repository",
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:kms/key:Key",
  "aws:opensearch/domain:Domain",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "awsx:ecr:Repository",
]);

/** The resources that hold data and that one `pulumi destroy`, or one deleted line, would delete. */
export function unprotectedData(resources: PlannedResource[]): PlannedResource[] {
  return resources.filter(
    ({ type, external, options }) => DATA_TYPES.has(type) && !external && !options.protect && !options.retainOnDelete,
  );
}
