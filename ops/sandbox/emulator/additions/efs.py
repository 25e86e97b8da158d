import json

from moto.efs.models import FileSystem
from moto.efs.responses import EFSResponse


def keep_backup_policy():
    """moto cannot change whether a file system is backed up, and says nothing of one that is not."""

    def put_backup_policy(self):
        policy = self._get_param("BackupPolicy")
        file_system_of(self)._backup = policy["Status"] == "ENABLED"
        return json.dumps({"BackupPolicy": policy})

    EFSResponse.put_backup_policy = put_backup_policy
    FileSystem.backup_policy = property(lambda self: {"Status": "ENABLED" if self._backup else "DISABLED"})


def end_file_system_policy():
    """moto cannot delete the policy of a file system."""

    def delete_file_system_policy(self):
        file_system_of(self).file_system_policy = None
        return "{}"

    EFSResponse.delete_file_system_policy = delete_file_system_policy


def file_system_of(response):
    return response.efs_backend.file_systems_by_id[response._get_param("FileSystemId")]
