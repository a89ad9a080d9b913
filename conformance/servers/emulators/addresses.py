"""Standins: where the stand-ins are and what opens them, as plain text for the arguments of calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.servers.emulators import fixtures
from conformance.servers.emulators.service_account import service_account

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class EmulatorAddresses:
    """Running stand-ins. Every value is text, as an argument of a call wants it; no URL has a slash at its end."""

    prefix: str  # what the seeded objects of every storage begin with

    s3_endpoint: str
    s3_bucket: str
    s3_region: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)

    gcs_endpoint: str
    gcs_bucket: str
    gcs_project: str
    gcs_credentials: str = field(repr=False)  # the JSON of a service account

    azure_endpoint: str
    azure_container: str
    azure_account: str  # leads to the stand-in: a connection string takes what follows the name as its own
    azure_key: str = field(repr=False)

    redis_host: str
    redis_port: str
    redis_database: str
    redis_password: str = field(repr=False)

    local_root: str  # a folder that is removed with the stand-ins
    local_tasks: str  # has the seeded tasks
    local_export: str  # is empty

    model_url: str
    private_model_url: str  # the same, behind a user's name and password
    model_user: str
    model_password: str = field(repr=False)

    hook_url: str  # what is posted below it is kept, to be read from `deliveries_url`
    deliveries_url: str

    refusing_proxy: str  # refuses every request: a server that is sent through it stays on this machine

    def environment(self) -> dict[str, str]:
        """The variables that the process of the server under test needs, to find the stand-ins and nothing else."""
        near = f"{LOOPBACK},localhost"
        return {
            "SSRF_PROTECTION_ENABLED": "false",  # its protection is against exactly such addresses as these
            "ML_BLOCK_LOCAL_IP": "false",
            "LOCAL_FILES_SERVING_ENABLED": "true",
            "LOCAL_FILES_DOCUMENT_ROOT": self.local_root,
            "STORAGE_EMULATOR_HOST": self.gcs_endpoint,  # of Google's own library, which has no argument for it
            "RESOLVER_PROXY_GCS_DOWNLOAD_URL": (
                self.gcs_endpoint + "/download/storage/v1/b/{bucket_name}/o/{blob_name}?alt=media"
            ),
            "S3_ENDPOINT": self.s3_endpoint,  # a storage that names no endpoint would go to Amazon
            "AWS_EC2_METADATA_DISABLED": "true",
            "http_proxy": self.refusing_proxy,
            "https_proxy": self.refusing_proxy,
            "no_proxy": near,
        }


def standins_at(ports: dict[str, int], root: str) -> EmulatorAddresses:
    """The value of stand-ins that listen on these ports, with local files below `root`."""
    url = {name: f"http://{LOOPBACK}:{port}" for name, port in ports.items()}
    return EmulatorAddresses(
        prefix=fixtures.PREFIX,
        s3_endpoint=url["s3"],
        s3_bucket=fixtures.BUCKET,
        s3_region=fixtures.S3_REGION,
        s3_access_key=fixtures.S3_ACCESS_KEY,
        s3_secret_key=fixtures.S3_SECRET_KEY,
        gcs_endpoint=url["gcs"],
        gcs_bucket=fixtures.BUCKET,
        gcs_project=fixtures.GCS_PROJECT,
        gcs_credentials=service_account(url["gcs"]),
        azure_endpoint=f"{url['azure']}/{fixtures.AZURE_ACCOUNT}",
        azure_container=fixtures.BUCKET,
        azure_account=f"{fixtures.AZURE_ACCOUNT};BlobEndpoint={url['azure']}/{fixtures.AZURE_ACCOUNT}",
        azure_key=fixtures.AZURE_KEY,
        redis_host=LOOPBACK,
        redis_port=str(ports["redis"]),
        redis_database=str(fixtures.REDIS_DATABASE),
        redis_password=fixtures.REDIS_PASSWORD,
        local_root=root,
        local_tasks=f"{root}/{fixtures.FOLDER}",
        local_export=f"{root}/export",
        model_url=url["model"],
        private_model_url=f"{url['model']}/private",
        model_user=fixtures.MODEL_USER,
        model_password=fixtures.MODEL_PASSWORD,
        hook_url=f"{url['hook']}/hook",
        deliveries_url=f"{url['hook']}/deliveries",
        refusing_proxy=url["nowhere"],
    )
