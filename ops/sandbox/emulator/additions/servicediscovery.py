from moto.backends import get_backend
from moto.servicediscovery.models import ServiceDiscoveryBackend


def allow_namespaces_beside_each_other():
    """moto allows one namespace in a VPC, AWS one of each name."""
    create = ServiceDiscoveryBackend.create_private_dns_namespace

    def create_private_dns_namespace(self, name, creator_request_id, description, vpc, tags, properties):
        # The VPC serves to find the other namespace, and for nothing else.
        return create(self, name, creator_request_id, description, f"{vpc} {name}", tags, properties)

    ServiceDiscoveryBackend.create_private_dns_namespace = create_private_dns_namespace


def end_zones_with_their_namespace():
    """moto leaves the hosted zone that it made for a namespace behind."""
    delete = ServiceDiscoveryBackend.delete_namespace

    def delete_namespace(self, namespace_id):
        zone_id = self.get_namespace(namespace_id).dns_properties["HostedZoneId"]
        get_backend("route53")[self.account_id][self.partition].delete_hosted_zone(zone_id)
        return delete(self, namespace_id)

    ServiceDiscoveryBackend.delete_namespace = delete_namespace
