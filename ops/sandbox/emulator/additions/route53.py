from moto.route53.responses import Route53


def make_zones_of_vpcs_private():
    """moto takes a zone for private only when told so, which the provider does not; on AWS the VPC alone decides."""
    create = Route53.create_hosted_zone

    def create_hosted_zone(self):
        answer = create(self)
        zone, vpc_id = answer.result["HostedZone"], self._get_param("VPC.VPCId")
        if vpc_id and not zone.private_zone:
            zone.private_zone = True
            zone.add_vpc(vpc_id, self._get_param("VPC.VPCRegion"))
        return answer

    Route53.create_hosted_zone = create_hosted_zone
