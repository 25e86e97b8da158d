import assert from "node:assert/strict";
import { FileSystem } from "../../../components/ecsService/fileSystem";
import { WITHOUT_RESOURCE } from "../../../components/shared/iam";
import { isAllowed, type Request, type Statement } from "../../support/iam";
import type { Recording } from "../../support/recorder";
import { contextOf } from "../environments";
import { containerOf, containersOf, NAME, recordTask, statementsOf } from "./tasks";

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:twig/mail-AbCdEf";
const PARAMETER = "arn:aws:ssm:us-west-2:123456789012:parameter/twig/key";
const KEY = "arn:aws:kms:us-west-2:123456789012:key/5c1b0a52-9d0f-4f6e-8f53-0b1f0c2d7e11";
const LOGS: Statement = {
  Sid: "Logs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: `arn:aws:logs:us-west-2:123456789012:log-group:${NAME}:*`,
};

/** A task that needs every kind of permission that there is. */
const everything = (): Promise<Recording> =>
  recordTask((environment) => {
    const context = contextOf();
    const files = new FileSystem(`${context.prefix}-data`, {
      context,
      environment,
      name: "data",
      accessPoints: [
        { name: "charts", path: "/charts", uid: 1000, gid: 1000 },
        { name: "lists", path: "/lists", uid: 1000, gid: 1000 },
      ],
    });
    return {
      containers: [
        containerOf({
          environmentFiles: ["api.env"],
          secrets: { MAIL_PASSWORD: `${SECRET}:password::`, MAIL_USER: `${SECRET}:user::`, KEY: PARAMETER },
          secretKeys: [KEY],
          writableRoot: true,
          mounts: [
            { volume: "charts", path: "/charts" },
            { volume: "lists", path: "/lists", readOnly: true },
          ],
        }),
        containerOf({
          name: "proxy",
          image: "registry.example.com/proxy:1",
          ports: [8080],
          registryCredentials: "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf",
        }),
      ],
      volumes: [
        { name: "charts", accessPoint: files.accessPoint("charts") },
        { name: "lists", accessPoint: files.accessPoint("lists") },
        { name: "empty" },
      ],
      exec: true,
      permissions: [{ actions: ["s3:GetObject", "s3:PutObject"], resources: ["arn:aws:s3:::twig-uploads/*"] }],
    };
  });

describe("Roles of a task", () => {
  let whole: Recording;
  before(async () => {
    whole = await everything();
  });

  it("A3 the execution role reads these secrets, files, images and keys, and writes this log group: nothing else", () => {
    const bucket = whole.one("aws:s3/bucket:Bucket").inputs.bucket as string;
    assert.deepEqual(statementsOf(whole, "execution"), [
      LOGS,
      {
        Sid: "Images",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: ["arn:aws:ecr:us-west-2:123456789012:repository/twig"],
      },
      { Sid: "ImageToken", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Sid: "EnvironmentFiles",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [`arn:aws:s3:::${bucket}/api.env`],
      },
      {
        Sid: "EnvironmentFilesBucket",
        Effect: "Allow",
        Action: "s3:GetBucketLocation",
        Resource: `arn:aws:s3:::${bucket}`,
      },
      {
        Sid: "Secrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: ["arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-AbCdEf", SECRET],
      },
      { Sid: "Parameters", Effect: "Allow", Action: "ssm:GetParameters", Resource: [PARAMETER] },
      { Sid: "SecretKeys", Effect: "Allow", Action: "kms:Decrypt", Resource: [KEY] },
    ]);
  });

  it("the execution role of a task with nothing but a public image writes its logs", async () => {
    const recording = await recordTask({ containers: [containerOf({ image: "public.ecr.aws/nginx/nginx:1.29" })] });
    assert.deepEqual(statementsOf(recording, "execution"), [LOGS]);
    assert.deepEqual(statementsOf(recording, "task"), []);
  });

  it("A4 the task role does what the arguments say, mounts each volume through its access point, and writes where a container does", () => {
    const fileSystem =
      "arn:aws:elasticfilesystem:us-west-2:123456789012:file-system/buildit-twig-integration-data-efs-id";
    const point = (name: string) => ({
      StringEquals: {
        "elasticfilesystem:AccessPointArn": `arn:aws:efs:us-west-2:123456789012:buildit-twig-integration-data-${name}`,
      },
    });
    assert.deepEqual(statementsOf(whole, "task").slice(0, 3), [
      {
        Sid: "Application1",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::twig-uploads/*"],
      },
      {
        Sid: "Volume1",
        Effect: "Allow",
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: fileSystem,
        Condition: point("charts"),
      },
      {
        Sid: "Volume2",
        Effect: "Allow",
        Action: ["elasticfilesystem:ClientMount"],
        Resource: fileSystem,
        Condition: point("lists"),
      },
    ]);
  });

  it("T20 the task role may open a shell's channels and write the environment's log of shells, where that is asked for", () => {
    assert.deepEqual(statementsOf(whole, "task").slice(3), [
      {
        Sid: "ExecChannels",
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
      { Sid: "ExecLogGroups", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
      {
        Sid: "ExecLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-west-2:123456789012:log-group:buildit-twig-integration-ecs-exec:*",
      },
    ]);
  });

  it("names `*` only for actions that know no resource, each with its reason", () => {
    const statements = [...statementsOf(whole, "execution"), ...statementsOf(whole, "task")];
    const open = statements.filter(({ Resource }) => [Resource].flat().includes("*"));
    assert.equal(open.length, 3);
    for (const action of open.flatMap(({ Action }) => Action)) assert.ok(WITHOUT_RESOURCE[action], action);
    assert.ok(statements.every(({ Action }) => [Action].flat().every((action) => !action.includes("*"))));
  });

  it("are assumed by tasks of this account and region alone", () => {
    for (const role of whole.all("aws:iam/role:Role")) {
      assert.deepEqual(role.inputs.assumeRolePolicy.Statement, [
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-west-2:123456789012:*" },
          },
        },
      ]);
    }
    assert.deepEqual(
      whole.all("aws:iam/role:Role").map(({ inputs }) => inputs.name as string),
      [`${NAME}-execution`, `${NAME}-task`],
    );
  });
});

describe("Environment files", () => {
  let recording: Recording;
  let bucket: string;
  let policy: Statement[];
  before(async () => {
    recording = await recordTask({
      containers: [
        containerOf({ environmentFiles: ["b.env", "a.env"] }),
        containerOf({ name: "two", ports: [], environmentFiles: ["a.env"] }),
      ],
    });
    bucket = recording.one("aws:s3/bucket:Bucket").inputs.bucket as string;
    policy = recording.one("aws:s3/bucketPolicy:BucketPolicy").inputs.policy.Statement;
  });

  /** A request by a role of the account; anonymous without one. */
  const request = (action: string, file: string, role?: string, tls = true): Request => ({
    action,
    resource: `arn:aws:s3:::${bucket}/${file}`,
    context: {
      "aws:SecureTransport": String(tls),
      ...(role && { "aws:PrincipalArn": `arn:aws:iam::123456789012:role/${role}` }),
    },
  });
  const administrator: Statement[] = [{ Effect: "Allow", Action: "*", Resource: "*" }];

  it("A3 are read by the execution role of their service, over TLS", () => {
    const own = statementsOf(recording, "execution");
    for (const file of ["a.env", "b.env"]) {
      assert.equal(isAllowed(request("s3:GetObject", file, `${NAME}-execution`), own, policy), true, file);
      assert.equal(isAllowed(request("s3:GetObject", file, `${NAME}-execution`, false), own, policy), false, file);
    }
    assert.equal(isAllowed(request("s3:GetObject", "other.env", `${NAME}-execution`), own, policy), false);
    assert.equal(isAllowed(request("s3:PutObject", "a.env", `${NAME}-execution`), own, policy), false);
  });

  it("A3 are read by nobody else: not by the application, another service, an administrator, the account itself or anybody", () => {
    for (const action of ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging"]) {
      for (const role of [`${NAME}-task`, "buildit-twig-integration-twig-execution", "administrator"]) {
        assert.equal(isAllowed(request(action, "a.env", role), administrator, policy), false, `${role} ${action}`);
      }
      const root = { ...request(action, "a.env"), context: { "aws:PrincipalArn": "arn:aws:iam::123456789012:root" } };
      assert.equal(isAllowed(root, administrator, policy), false, `root ${action}`);
      assert.equal(isAllowed(request(action, "a.env"), administrator, policy), false, `anonymous ${action}`);
    }
  });

  it("A3 are written by operators, whose permission is somebody else's to give", () => {
    assert.equal(isAllowed(request("s3:PutObject", "a.env", "operator"), administrator, policy), true);
    assert.equal(isAllowed(request("s3:PutObject", "a.env", "operator", false), administrator, policy), false);
    assert.equal(isAllowed(request("s3:PutObject", "a.env", "operator"), [], policy), false);
  });

  it("lie in a private, versioned, encrypted bucket that forgets replaced versions", () => {
    const block = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs;
    for (const key of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
      assert.equal(block[key], true, key);
    }
    const { rule } = recording.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs;
    assert.equal(rule.objectOwnership, "BucketOwnerEnforced");
    const versioning = recording.one("aws:s3/bucketVersioning:BucketVersioning").inputs;
    assert.equal(versioning.versioningConfiguration.status, "Enabled");
    const encryption = recording.all(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    assert.equal(encryption.length, 1);
    const [rules] = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules;
    assert.deepEqual([rules.expiration, rules.noncurrentVersionExpiration], [undefined, { noncurrentDays: 30 }]);
  });

  it("reach each container by the names that it asks for", () => {
    const files = containersOf(recording).map(({ environmentFiles }) => environmentFiles);
    const at = (file: string) => ({ type: "s3", value: `arn:aws:s3:::${bucket}/${file}` });
    assert.deepEqual(files, [[at("b.env"), at("a.env")], [at("a.env")]]);
  });

  it("A5 lie in a bucket that is another one in each environment and region, with a name that S3 takes", async () => {
    const nameIn = async (changes: object, name = "api") => {
      const context = contextOf(changes);
      const service = { context, name, containers: [containerOf({ environmentFiles: ["a.env"] })] };
      const { inputs } = (await recordTask(service)).one("aws:s3/bucket:Bucket");
      return inputs.bucket as string;
    };
    const names = [await nameIn({}), await nameIn({ region: "us-east-1" }), await nameIn({ environment: "staging" })];
    assert.equal(new Set(names).size, 3);
    const longest = await nameIn({ owner: "o".repeat(20) }, "a-service-with-a-long-name");
    for (const name of [...names, longest]) assert.match(name, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    assert.equal(longest.length, 63);
  });

  it("A8 are protected and kept outside development", async () => {
    const context = contextOf({ stage: "production" });
    const containers = [containerOf({ environmentFiles: ["a.env"] })];
    const { protect, retainOnDelete, inputs } = (await recordTask({ context, containers })).one("aws:s3/bucket:Bucket");
    assert.deepEqual([protect, retainOnDelete, inputs.forceDestroy], [true, true, false]);
  });

  it("need no bucket where no container asks for one", async () => {
    assert.deepEqual((await recordTask()).all("aws:s3/bucket:Bucket"), []);
  });
});
