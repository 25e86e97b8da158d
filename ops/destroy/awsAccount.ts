import {
  CodePipelineClient,
  paginateListPipelineExecutions,
  PipelineNotFoundException,
} from "@aws-sdk/client-codepipeline";
import {
  BatchDeleteImageCommand,
  ECRClient,
  ListImagesCommand,
  RepositoryNotFoundException,
} from "@aws-sdk/client-ecr";
import { ClusterNotFoundException, DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DeleteObjectsCommand, ListObjectVersionsCommand, NoSuchBucket, S3Client } from "@aws-sdk/client-s3";
import { Failure } from "../shared/failure";
import { COUNTED, type StoreAccount } from "./account";
import type { Pipeline, Service, Store } from "./stores";

/** Images that ECR lists, and deletes, at a time. */
const IMAGES_AT_A_TIME = 100;

/** The account of the credentials that the environment or the profile gives. */
export class AwsAccount implements StoreAccount {
  async count(store: Store): Promise<number> {
    return store.kind === "bucket"
      ? (await versionsIn(s3In(store.region), store.name)).length
      : (await imagesIn(new ECRClient({ region: store.region }), store.name, COUNTED)).length;
  }

  async empty({ kind, name, region }: Store): Promise<void> {
    if (kind === "bucket") return emptyBucket(s3In(region), name);
    return emptyRepository(new ECRClient({ region }), name);
  }

  async running({ name, region }: Pipeline): Promise<string[]> {
    const client = new CodePipelineClient({ region });
    const running: string[] = [];
    try {
      for await (const page of paginateListPipelineExecutions({ client }, { pipelineName: name })) {
        for (const { pipelineExecutionId, status } of page.pipelineExecutionSummaries ?? []) {
          if (status === "InProgress" || status === "Stopping") running.push(pipelineExecutionId!);
        }
      }
    } catch (error) {
      if (!(error instanceof PipelineNotFoundException)) throw error;
    }
    return running;
  }

  async isActive({ cluster, service, region }: Service): Promise<boolean> {
    try {
      const { services = [] } = await new ECSClient({ region }).send(
        new DescribeServicesCommand({ cluster, services: [service] }),
      );
      return services.some(({ status }) => status === "ACTIVE");
    } catch (error) {
      if (error instanceof ClusterNotFoundException) return false;
      throw error;
    }
  }
}

/** Emulators know buckets by path only, not by host name. */
function s3In(region: string): S3Client {
  return new S3Client({ region, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
}

/** Up to a thousand versions and delete markers; none of a bucket that is gone. */
async function versionsIn(client: S3Client, bucket: string) {
  try {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: COUNTED }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  } catch (error) {
    if (error instanceof NoSuchBucket || (error as Error).name === "NoSuchBucket") return [];
    throw error;
  }
}

async function emptyBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const versions = await versionsIn(client, bucket);
    if (versions.length === 0) return;
    const { Errors: [first] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: versions, Quiet: true } }),
    );
    if (first) throw new Failure(`${bucket} cannot be emptied: ${first.Key}: ${first.Message ?? first.Code}`);
  }
}

/** Images of a repository, by their digests; none of a repository that is gone. */
async function imagesIn(client: ECRClient, repositoryName: string, most: number) {
  const digests = new Set<string>();
  let nextToken: string | undefined;
  try {
    do {
      const page = await client.send(
        new ListImagesCommand({ repositoryName, maxResults: IMAGES_AT_A_TIME, nextToken }),
      );
      for (const { imageDigest } of page.imageIds ?? []) if (imageDigest !== undefined) digests.add(imageDigest);
      nextToken = page.nextToken;
    } while (nextToken !== undefined && digests.size < most);
  } catch (error) {
    if (!(error instanceof RepositoryNotFoundException)) throw error;
  }
  return [...digests].map((imageDigest) => ({ imageDigest }));
}

async function emptyRepository(client: ECRClient, repositoryName: string): Promise<void> {
  for (;;) {
    const imageIds = await imagesIn(client, repositoryName, IMAGES_AT_A_TIME);
    if (imageIds.length === 0) return;
    const { failures: [first] = [] } = await client.send(
      new BatchDeleteImageCommand({ repositoryName, imageIds: imageIds.slice(0, IMAGES_AT_A_TIME) }),
    );
    if (first) throw new Failure(`${repositoryName} cannot be emptied: ${first.failureReason ?? first.failureCode}`);
  }
}
