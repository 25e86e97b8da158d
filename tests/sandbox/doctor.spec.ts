import assert from "node:assert/strict";
import { DeleteCertificateCommand } from "@aws-sdk/client-acm";
import { CodeStarConnectionsClient, DeleteConnectionCommand } from "@aws-sdk/client-codestar-connections";
import {
  AllocateAddressCommand,
  DeleteSubnetCommand,
  DeregisterImageCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { DeletePolicyCommand } from "@aws-sdk/client-iam";
import { CancelKeyDeletionCommand, EnableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { DeleteHostedZoneCommand, ListHostedZonesByNameCommand } from "@aws-sdk/client-route-53";
import { PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DeleteWebACLCommand, ListWebACLsCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import type { Emulator } from "../../ops/sandbox/emulator";
import { requireTools } from "../../ops/sandbox/tools";
import { clientsFor, type Clients } from "./support/clients";
import {
  deleteImage,
  findingsOf,
  forgetStack,
  startSeparateAccount,
  stopSeparateAccount,
  supply,
} from "./support/separateAccount";

/** A prerequisite that goes away, and comes back. */
interface Case {
  name: string;
  /** Config dir and stack that need it. */
  of: readonly [configDir: string, stack: string];
  remove: (clients: Clients, region: string) => Promise<unknown>;
  /** What brings it back, where supplying everything again does not. */
  restore?: (clients: Clients) => Promise<unknown>;
  /** What is said of it, and what to do. */
  subject: RegExp;
  detail: RegExp;
  fix: RegExp;
}

const LOOKUP = ["examples/authority-lookup", "production"] as const;
const TWIG = ["examples/twig", "production"] as const;
const SHOP = [".", "prod"] as const;
const UAT = ["examples/qbo3", "uat"] as const;
const STACKS = [LOOKUP, TWIG, SHOP, UAT];

const CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/7f8a2a0e-4b4b-4f4e-9d55-0c8f6c1f6d10";
const KEY = "2f0c7a51-4d3e-4b6f-8a92-7c1e5d9b0a36";
const CONNECTION = "arn:aws:codeconnections:us-west-2:123456789012:connection/6e1f4c52-7b0d-4d7a-9a53-2f6c8b1d0e47";

const setVersioning = (status: "Enabled" | "Suspended") =>
  new PutBucketVersioningCommand({ Bucket: "buildit-twig-state", VersioningConfiguration: { Status: status } });

const addresses: string[] = [];

const CASES: Case[] = [
  {
    name: "a subnet",
    of: LOOKUP,
    remove: ({ ec2 }) => ec2.send(new DeleteSubnetCommand({ SubnetId: "subnet-83a890da" })),
    subject: /^subnet subnet-83a890da$/,
    detail: /does not exist in us-east-1/,
    fix: /aws ec2 describe-subnets .*vpc-4d4bec2b/,
  },
  {
    name: "a secret",
    of: LOOKUP,
    remove: (_clients, region) =>
      new SecretsManagerClient({ region }).send(
        new DeleteSecretCommand({ SecretId: "lookup-production/mysql", ForceDeleteWithoutRecovery: true }),
      ),
    subject: /^secret lookup-production\/mysql$/,
    detail: /does not exist/,
    fix: /aws secretsmanager create-secret --region us-east-1 --name lookup-production\/mysql/,
  },
  {
    name: "the image of a container",
    of: LOOKUP,
    remove: () => deleteImage("123456789012.dkr.ecr.us-east-1.amazonaws.com/authority-lookup:5.3.0"),
    subject: /authority-lookup:5\.3\.0$/,
    detail: /does not exist; its repository does/,
    fix: /docker push .*authority-lookup:5\.3\.0/,
  },
  {
    name: "the hosted zone",
    of: LOOKUP,
    async remove({ route53 }) {
      const DNSName = "library.example.edu";
      const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName }));
      const zone = HostedZones.find(({ Name }) => Name === `${DNSName}.`)!;
      await route53.send(new DeleteHostedZoneCommand({ Id: zone.Id }));
    },
    subject: /^hosted zone library\.example\.edu$/,
    detail: /does not exist/,
    fix: /aws route53 create-hosted-zone --name library\.example\.edu/,
  },
  {
    name: "the certificate",
    of: SHOP,
    remove: ({ acm }) => acm.send(new DeleteCertificateCommand({ CertificateArn: CERTIFICATE })),
    subject: /^certificate 7f8a2a0e/,
    detail: /does not exist/,
    fix: /aws acm request-certificate --region us-west-2 .*shop\.example\.com/,
  },
  {
    name: "the web ACL",
    of: SHOP,
    async remove(_clients, region) {
      const client = new WAFV2Client({ region });
      const { WebACLs = [] } = await client.send(new ListWebACLsCommand({ Scope: "REGIONAL" }));
      const { Name, Id, LockToken } = WebACLs.find((one) => one.Name === "acme-edge")!;
      await client.send(new DeleteWebACLCommand({ Name, Id, LockToken, Scope: "REGIONAL" }));
    },
    subject: /^web ACL acme-edge$/,
    detail: /does not exist/,
    fix: /aws wafv2 list-web-acls/,
  },
  {
    name: "the image of an instance",
    of: SHOP,
    remove: ({ ec2 }) => ec2.send(new DeregisterImageCommand({ ImageId: "ami-0a9b8c7d6e5f40312" })),
    subject: /^image ami-0a9b8c7d6e5f40312$/,
    detail: /does not exist in us-west-2/,
    fix: /aws ec2 copy-image/,
  },
  {
    name: "room for Elastic IP addresses",
    of: SHOP,
    async remove({ ec2 }) {
      for (let i = 0; i < 3; i += 1) {
        addresses.push((await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }))).AllocationId!);
      }
    },
    restore: ({ ec2 }) =>
      Promise.all(addresses.map((AllocationId) => ec2.send(new ReleaseAddressCommand({ AllocationId })))),
    subject: /^Elastic IP addresses, us-west-2$/,
    detail: /3 for the stack and 3 for others are more than 5/,
    fix: /request-service-quota-increase .*--service-code ec2 --quota-code L-0263D0A3 --desired-value 6/,
  },
  {
    name: "the key of a state",
    of: TWIG,
    remove: ({ kms }) => kms.send(new ScheduleKeyDeletionCommand({ KeyId: KEY })),
    async restore({ kms }) {
      await kms.send(new CancelKeyDeletionCommand({ KeyId: KEY }));
      await kms.send(new EnableKeyCommand({ KeyId: KEY }));
    },
    subject: /^key key\/2f0c7a51/,
    detail: /is PendingDeletion/,
    fix: /aws kms cancel-key-deletion/,
  },
  {
    name: "a connection",
    of: TWIG,
    remove: (_clients, region) =>
      new CodeStarConnectionsClient({ region }).send(new DeleteConnectionCommand({ ConnectionArn: CONNECTION })),
    subject: /^connection 6e1f4c52/,
    detail: /does not exist/,
    fix: /codesuite\/settings\/connections/,
  },
  {
    name: "a policy",
    of: TWIG,
    remove: ({ iam }) =>
      iam.send(new DeletePolicyCommand({ PolicyArn: "arn:aws:iam::123456789012:policy/twig-staging-up" })),
    subject: /^policy twig-staging-up$/,
    detail: /does not exist/,
    fix: /aws iam create-policy --policy-name twig-staging-up/,
  },
  {
    name: "the versions of a state",
    of: TWIG,
    remove: ({ s3 }) => s3.send(setVersioning("Suspended")),
    restore: ({ s3 }) => s3.send(setVersioning("Enabled")),
    subject: /^bucket buildit-twig-state$/,
    detail: /keeps no versions/,
    fix: /aws s3api put-bucket-versioning --bucket buildit-twig-state/,
  },
  {
    name: "a stack that another one's pipeline deploys to",
    of: TWIG,
    remove: () => forgetStack("integration"),
    subject: /^stack integration$/,
    detail: /does not exist in the backend/,
    fix: /npm run up -- integration/,
  },
  {
    name: "the stack before it in a chain of promotions",
    of: UAT,
    remove: () => forgetStack("dev"),
    subject: /^stack dev$/,
    detail: /does not exist in the backend/,
    fix: /npm run up -- dev/,
  },
];

describe("npm run doctor on the emulated AWS", () => {
  let emulator: Emulator;

  before(async () => {
    await requireTools();
    emulator = await startSeparateAccount();
    for (const [configDir, stack] of STACKS) await supply(emulator, stack, configDir);
  });
  after(stopSeparateAccount);

  const amiss = async ([configDir, stack]: Case["of"]) =>
    (await findingsOf(stack, configDir)).filter(({ result }) => result === "wrong");

  for (const of of STACKS) {
    it(`A8 T15 finds all that ${of.join(" ")} needs`, async () => {
      const findings = await findingsOf(of[1], of[0]);
      assert.deepEqual(
        findings.filter(({ result, subject }) => result !== "well" && !subject.startsWith("image mysql:")),
        [],
      );
    });
  }

  for (const { name, of, remove, restore, subject, detail, fix } of CASES) {
    it(`A8 T15 says that ${name} is missing, that alone, and what to do`, async () => {
      const clients = clientsFor(emulator.port, of === LOOKUP ? "us-east-1" : "us-west-2");
      await remove(clients, of === LOOKUP ? "us-east-1" : "us-west-2");
      const [found, ...others] = await amiss(of);
      assert.deepEqual(others, []);
      assert.match(found?.subject ?? "nothing", subject);
      assert.match(found!.detail, detail);
      assert.match(found!.fix!, fix);
      await restore?.(clients);
      await supply(emulator, of[1], of[0]);
      assert.deepEqual(await amiss(of), []);
    });
  }
});
