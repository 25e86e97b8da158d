from moto.servicequotas.models import ServiceQuotasBackend

#: Quotas of EC2 that `npm run doctor` asks for, at what an account in use has.
EC2_QUOTAS = {"L-0263D0A3": 5.0, "L-1216C47A": 64.0}


def tell_quotas_of_ec2():
    """moto knows those of VPCs alone."""
    get = ServiceQuotasBackend.get_service_quota

    def get_service_quota(self, service_code, quota_code):
        if service_code == "ec2" and quota_code in EC2_QUOTAS:
            return {"ServiceCode": service_code, "QuotaCode": quota_code, "Value": EC2_QUOTAS[quota_code]}
        return get(self, service_code, quota_code)

    ServiceQuotasBackend.get_service_quota = get_service_quota
