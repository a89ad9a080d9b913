"""What is in the stand-ins when they start, and the credentials that they know: constants, so that runs are alike.

The credentials are dummies of the shape of real ones; they open nothing, and scrubbing takes them out all the same.
"""

from __future__ import annotations

import json
from typing import Final

BUCKET: Final = "conformance"  # of S3 and GCS; the container of Azure
FOLDER: Final = "tasks"
PREFIX: Final = f"{FOLDER}/"  # what the seeded objects begin with
REDIS_DATABASE: Final = 1
REDIS_PASSWORD: Final = "conformance-redis-password"  # noqa: S105  # of a stand-in, which lets in without one too

TASKS: Final[dict[str, bytes]] = {
    f"{FOLDER}/{name}.json": json.dumps({"data": {"text": text, "image": f"https://example.test/{name}.png"}}).encode()
    for name, text in (("first", "A seeded task."), ("second", "Another seeded task."))
}

S3_ACCESS_KEY: Final = "AKIAIOSFODNN7EXAMPLE"
S3_SECRET_KEY: Final = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105  # of Amazon's own documentation
S3_REGION: Final = "us-east-1"

AZURE_ACCOUNT: Final = "devstoreaccount1"
AZURE_KEY: Final = (  # of Microsoft's own emulator, the same everywhere
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)

GCS_PROJECT: Final = "conformance-project"
GCS_ACCOUNT: Final = "conformance@conformance-project.iam.gserviceaccount.com"

MODEL_USER: Final = "conformance"
MODEL_PASSWORD: Final = "conformance-model-password"  # noqa: S105  # of a stand-in
MODEL_VERSION: Final = "conformance-model-1"
