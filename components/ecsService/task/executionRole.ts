import type * as aws from "../../shared/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../shared/account";
import type { ContainerArgs } from "../containerArgs";
import type { EnvironmentFiles } from "./environmentFiles";
import { parseImage } from "./images";
import { parseSecretArn } from "./secretArns";

/** What ECS needs to start the containers of a task, and nothing else. */
export interface Startup {
  containers: ContainerArgs[];
  /** Name of the log group. */
  logGroup: pulumi.Input<string>;
  environmentFiles?: EnvironmentFiles;
}

/** The permissions of the execution role: this log group, these images, these files, these secrets and their keys. */
export function executionStatements(startup: Startup, account: Account): pulumi.Output<aws.iam.PolicyStatement[]> {
  const { containers, logGroup, environmentFiles } = startup;
  const statements = [
    writeLogs(account.arn("logs", pulumi.interpolate`log-group:${logGroup}:*`)),
    ...pullImages(containers, account),
    ...(environmentFiles ? readFiles(environmentFiles) : []),
  ];
  return pulumi.all([statements, readSecrets(containers)]).apply(([plain, secrets]) => [...plain, ...secrets]);
}

function writeLogs(streams: pulumi.Output<string>): aws.iam.PolicyStatement {
  return { Sid: "Logs", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: streams };
}

/** The repositories of images in ECR; other registries are not asked with the role's credentials. */
function pullImages(containers: ContainerArgs[], { partition }: Account): aws.iam.PolicyStatement[] {
  const repositories = containers.flatMap(({ image }) => parseImage(image)?.ecr ?? []);
  const paths = new Set(repositories.map(({ region, accountId, name }) => `${region}:${accountId}:repository/${name}`));
  if (paths.size === 0) return [];
  return [
    {
      Sid: "Images",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [...paths].sort().map((path) => pulumi.interpolate`arn:${partition}:ecr:${path}`),
    },
    // See WITHOUT_RESOURCE for why this action takes no ARN.
    { Sid: "ImageToken", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  ];
}

function readFiles({ arn, files }: EnvironmentFiles): aws.iam.PolicyStatement[] {
  return [
    {
      Sid: "EnvironmentFiles",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: files.map((file) => pulumi.interpolate`${arn}/${file}`),
    },
    { Sid: "EnvironmentFilesBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: arn },
  ];
}

/** Secrets, parameters, credentials of registries, and the keys that encrypt them. */
function readSecrets(containers: ContainerArgs[]): pulumi.Output<aws.iam.PolicyStatement[]> {
  const references = containers.flatMap(({ secrets = {}, registryCredentials }) => [
    ...Object.values(secrets),
    ...(registryCredentials === undefined ? [] : [registryCredentials]),
  ]);
  const keys = containers.flatMap(({ secretKeys = [] }) => secretKeys);
  return pulumi.all([references, keys]).apply(([arns, keyArns]) => {
    // One of another form is an output that turned out wrong; ECS says so when it starts the task.
    const sources = arns.flatMap((arn) => parseSecretArn(arn) ?? []);
    const of = (service: string) => sources.filter((source) => source.service === service).map(({ arn }) => arn);
    return [
      ...allow("Secrets", "secretsmanager:GetSecretValue", of("secretsmanager")),
      ...allow("Parameters", "ssm:GetParameters", of("ssm")),
      ...allow("SecretKeys", "kms:Decrypt", keyArns),
    ];
  });
}

function allow(Sid: string, Action: string, arns: string[]): aws.iam.PolicyStatement[] {
  const Resource = [...new Set(arns)].sort();
  return Resource.length === 0 ? [] : [{ Sid, Effect: "Allow", Action, Resource }];
}
