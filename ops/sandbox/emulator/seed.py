"""Makes what a stack expects to find in its account: VPCs with subnets, certificates, hosted zones, web ACLs, images, policies,
secrets, keys, connections.

The ids and ARNs are those of the stack's settings. Seeding twice changes nothing: what exists is left alone.
"""

import json
from contextlib import contextmanager

from moto.acm.models import CertBundle
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ec2.models import subnets as subnet_models
from moto.ec2.models import vpcs as vpc_models
from moto.kms.models import Key
from moto.route53.models import HostedZoneIdentifier
from moto.secretsmanager.models import FakeSecret
from moto.utilities.id_generator import moto_id_manager
from moto.wafv2.models import FakeWebACL

from connections import connections

# Wide enough for 256 subnets; the addresses of an existing network are never part of the settings.
EXISTING_VPC_CIDR = "172.31.0.0/16"
SUBNET_CIDR = "172.31.{}.0/24"


def seed(wanted):
    """Makes what `wanted` (the `Prerequisites` of stacks/prerequisites.ts) lists; returns a line for each new thing."""
    region = wanted["region"]
    return [
        *(line for each in wanted["networks"] for line in seed_network(each)),
        *(line for each in wanted["certificates"] for line in seed_certificate(region, each)),
        *(line for each in wanted["hostedZones"] for line in seed_zone(each)),
        *(line for each in wanted["webAcls"] for line in seed_web_acl(region, each)),
        *(line for each in wanted["images"] for line in seed_image(each)),
        *(line for each in wanted["policies"] for line in seed_policy(each)),
        *(line for each in wanted["secrets"] for line in seed_secret(each)),
        *(line for each in wanted["keys"] for line in seed_key(each)),
        *(line for each in wanted["connections"] for line in seed_connection(each)),
    ]


def seed_network(wanted):
    ec2 = get_backend("ec2")[DEFAULT_ACCOUNT_ID][wanted["region"]]
    new = []
    if wanted["vpcId"] not in ec2.vpcs:
        with given_id(vpc_models, "random_vpc_id", wanted["vpcId"]):
            vpc = ec2.create_vpc(EXISTING_VPC_CIDR)
        ec2.modify_vpc_attribute(vpc.id, "enable_dns_support", "true")
        ec2.modify_vpc_attribute(vpc.id, "enable_dns_hostnames", "true")
        gateway = ec2.create_internet_gateway()
        ec2.attach_internet_gateway(gateway.id, vpc.id)
        main_table = ec2.describe_route_tables(filters={"vpc-id": vpc.id, "association.main": "true"})[0]
        ec2.create_route(main_table.id, "0.0.0.0/0", gateway_id=gateway.id)
        new.append(f"VPC {vpc.id} ({EXISTING_VPC_CIDR}, internet gateway)")
    zones = [zone.name for zone in ec2.describe_availability_zones()]
    known = {subnet.id for subnet in ec2.describe_subnets(filters={"vpc-id": wanted["vpcId"]})}
    missing = [subnet_id for subnet_id in wanted["subnetIds"] if subnet_id not in known]
    for number, subnet_id in enumerate(missing, start=len(known)):
        zone = zones[number % len(zones)]
        with given_id(subnet_models, "random_subnet_id", subnet_id):
            ec2.create_subnet(wanted["vpcId"], SUBNET_CIDR.format(number), availability_zone=zone)
        new.append(f"subnet {subnet_id} ({SUBNET_CIDR.format(number)}, {zone})")
    return new


@contextmanager
def given_id(module, function, value):
    """Lets moto give the next resource the id `value`."""
    random_id = getattr(module, function)
    setattr(module, function, lambda: value)
    try:
        yield
    finally:
        setattr(module, function, random_id)


def seed_certificate(region, wanted):
    certificates = get_backend("acm")[DEFAULT_ACCOUNT_ID][region]._certificates
    if wanted["arn"] in certificates:
        return []
    domain, *others = wanted["names"] or ["example.com"]
    certificate = CertBundle.generate_cert(domain, account_id=DEFAULT_ACCOUNT_ID, region=region, sans=others)
    certificate.arn, certificate.status = wanted["arn"], "ISSUED"
    certificates[wanted["arn"]] = certificate
    return [f"certificate {wanted['arn']} ({domain})"]


def seed_zone(wanted):
    route53 = get_backend("route53")[DEFAULT_ACCOUNT_ID]["aws"]
    name = wanted["name"].rstrip(".") + "."
    if any(zone.name == name and wanted.get("id") in (None, zone_id) for zone_id, zone in route53.zones.items()):
        return []
    identifier = HostedZoneIdentifier(DEFAULT_ACCOUNT_ID, name, None)
    if wanted.get("id"):
        moto_id_manager.set_custom_id(identifier, wanted["id"])
    zone = route53.create_hosted_zone(name, private_zone=False)
    moto_id_manager.unset_custom_id(identifier)
    return [f"hosted zone {name.rstrip('.')} ({zone.id.removeprefix('/hostedzone/')})"]


def seed_web_acl(region, wanted):
    web_acls, arn = get_backend("wafv2")[DEFAULT_ACCOUNT_ID][region].wacls, wanted["arn"]
    if arn in web_acls:
        return []
    name, acl_id = arn.split("/")[-2:]
    web_acls[arn] = FakeWebACL(
        name, DEFAULT_ACCOUNT_ID, arn, acl_id, visibility_config={}, default_action={"Allow": {}}, description=None, rules=[]
    )
    return [f"web ACL {arn}"]


def seed_image(wanted):
    ec2 = get_backend("ec2")[DEFAULT_ACCOUNT_ID][wanted["region"]]
    if wanted["id"] in ec2.amis:
        return []
    image = ec2.register_image(name=wanted["id"], description="a machine image")
    del ec2.amis[image.id]
    image.id, image.architecture = wanted["id"], wanted["architecture"]
    ec2.amis[image.id] = image
    return [f"image {image.id} ({image.architecture})"]


def seed_policy(arn):
    iam = get_backend("iam")[DEFAULT_ACCOUNT_ID]["aws"]
    if arn in iam.managed_policies:
        return []
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"}]}
    policy = iam.create_policy(None, "/", json.dumps(document), arn.split("/")[-1], [])
    return [f"policy {policy.arn}"]


def seed_secret(arn):
    _, _, _, region, account, _, name_and_suffix = arn.split(":")
    secrets = get_backend("secretsmanager")[account][region].secrets
    if arn in secrets:
        return []
    name = name_and_suffix[:-7]
    secret = FakeSecret(account, region, name, secret_version={}, version_id="")
    secret.arn = arn
    secrets[name] = secret
    return [f"secret {name}, without a value"]


def seed_key(arn):
    _, _, _, region, account, key_id = arn.split(":")
    keys = get_backend("kms")[account][region].keys
    key_id = key_id.removeprefix("key/")
    if key_id in keys:
        return []
    key = Key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "a key", account, region)
    key.id, key.arn = key_id, arn
    keys[key_id] = key
    return [f"key {key_id}"]


def seed_connection(arn):
    if arn in connections:
        return []
    connections.add(arn)
    return [f"connection {arn}"]
