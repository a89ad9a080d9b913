"""Messages: the requests of the pipeline and the responses of a worker, one JSON object a line.

    contract  OpenSdk ▶ SdkOpened, ListOperations ▶ OperationsListed, LearnOperation ▶ OperationLearned,
              LearnContract ▶ ContractLearned
    approve   OpenEngine ▶ EngineOpened, LearnProfiles ▶ ProfilesLearned
    target    DescribePackage ▶ PackageDescribed
    check     OpenEngine ▶ EngineOpened, JudgeOperation ▶ OperationJudged
    live      ConnectServer ▶ ServerConnected, JudgeLiveOperation ▶ LiveOperationJudged, SeedServer ▶ SeededServer,
              Finish ▶ Done
    upgrade   ConfigureObserver ▶ Done, ObserveDefaults ▶ DefaultsObserved, ObserveOperation ▶ OperationObserved,
              RunSnippet ▶ Outcome

Any request may end in a `UserError`, or in a `WorkerDeath` where the process ended without a response.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeVar, cast, get_args

from conformance.checks.own import OwnModule, Unusable
from conformance.finding import Coverage, Finding
from conformance.operation_settings import OperationSettings
from conformance.python_need import PythonNeed
from conformance.scenarios.outcome import Outcome, ScriptedSnippet
from conformance.servers.live_values import LiveSetup, SeededServer, ServerUsage
from conformance.targets.target_draft import TargetDraft
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.observe.recorded_call import RecordedCall
from conformance.upgrade.observe.renames import Renames
from conformance.workers.codec import from_value, to_value

R_co = TypeVar("R_co", covariant=True)


class WorkerRequest(Generic[R_co]):
    """A request whose response is an `R_co`."""


# -- responses


@dataclass(frozen=True, kw_only=True)
class Done:
    """The request was carried out; there is nothing to report."""


@dataclass(frozen=True, kw_only=True)
class UserError:
    """The worker raised an error that the user can act on. `exit_status` is that of the command."""

    exit_status: int
    message: str


@dataclass(frozen=True, kw_only=True)
class WorkerDeath:
    """The worker process ended without a response, or was ended for taking too long. Its last line says how."""

    message: str

    @property
    def summary(self) -> str:
        """The end of the process, in one line without its last output."""
        return self.message.splitlines()[-1]


@dataclass(frozen=True, kw_only=True)
class SdkOpened:
    """The SDK is imported."""

    version: str


@dataclass(frozen=True, kw_only=True)
class RecordingSources:
    """Of which operations there are recordings, and with which servers and SDK releases they were made.

    `left_out` says for each entry of another program's recording that cannot be replayed which it is, and why.
    """

    operations: tuple[str, ...]
    servers: tuple[str, ...]
    releases: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EngineOpened:
    """The SDK is imported, and its operations can be judged.

    `called` has the first lines of the functions of the SDK that this called, by file, if calls are traced.
    `approved` is the release whose approved contract it is checked against, None for none. `spec` is the title and
    version of the OpenAPI document, `spec_adapted` how its paths were changed, `spec_operations` how many operations it
    has, and `undescribed` the operations of the SDK that it does not describe. `own_checks` are the ids of the
    project's checks, `unusable` those that cannot be used. `broken` has the parts of the client that cannot be loaded,
    by path, with the reason.
    """

    version: str
    approved: str | None
    paths: tuple[str, ...]
    spec: str | None
    spec_operations: int
    undescribed: tuple[str, ...]
    recorded: RecordingSources
    spec_adapted: str = ""
    called: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    own_checks: tuple[str, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OperationsListed:
    """The paths of the operations of either client, sorted, and the statuses whose errors are learned of each."""

    paths: tuple[str, ...]
    statuses: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OperationLearned:
    """The operation is learned; the worker keeps it for the contract."""


@dataclass(frozen=True, kw_only=True)
class ContractLearned:
    """The SDK's contract, as text.

    `package_wide` are the operations of which models anywhere in the package may be a part.
    """

    text: str
    package_wide: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProfilesLearned:
    """The SDK's runtime profile and its helpers (signatures and outcomes of scenarios), as the texts of files."""

    runtime: str
    helpers: str


@dataclass(frozen=True, kw_only=True)
class PackageDescribed:
    """The draft of a target for a package."""

    draft: TargetDraft


@dataclass(frozen=True, kw_only=True)
class OperationJudged:
    """The coverage and the findings of one operation. `called` is as in `EngineOpened`."""

    coverage: Coverage
    findings: tuple[Finding, ...]
    called: Mapping[str, tuple[int, ...]] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, kw_only=True)
class ServerConnected:
    """The operations of the worker's shard, in the order to be judged in, and the SDK's path templates."""

    operations: tuple[str, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LiveOperationJudged(OperationJudged):
    """Likewise on a server. `interactions` are lines of a cassette; `usage` counts everything sent so far."""

    interactions: str
    usage: ServerUsage


@dataclass(frozen=True, kw_only=True)
class OperationObserved:
    """The observations of the calls of one operation on one release."""

    observation: Observation


@dataclass(frozen=True, kw_only=True)
class DefaultsObserved:
    """How a client talks to servers where the caller sets nothing: timeout, retries, base URL."""

    settings: Mapping[str, str]


# -- requests


@dataclass(frozen=True, kw_only=True)
class OpenSdk(WorkerRequest[SdkOpened]):
    """Import the SDK of a target, whose data is in the folder `target`. `exclude` are globs of further operations."""

    target: Path
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenEngine(WorkerRequest[EngineOpened]):
    """Import the SDK and get ready to judge its operations.

    `approved` names a release or a file of an approved contract, None for that of the SDK's own version. Findings with
    `known_ids` are not shrunk. The OpenAPI document is `document`, which a server published, or the file `spec`;
    `cassettes` is the folder of recordings to replay. `python_needs` is what the SDK's source needs of Python beyond
    the claim of its metadata, None where that is not known. `exclude` are globs of
    operations that are left out. With `trace`, responses say what of the SDK was called; `memory` limits what the
    process may take, in MB. `operations` are the settings of single operations. `own_modules` have the checks of the
    project; they import from `search_path`, too. With `declarations`, no operation is called.
    """

    target: Path
    approved: str | None
    examples: int
    seed: int
    known_ids: tuple[str, ...]
    document: Mapping[str, Any] | None = None
    spec: Path | None = None
    cassettes: Path | None = None
    python_needs: tuple[PythonNeed, ...] | None = None
    exclude: tuple[str, ...] = ()
    trace: bool = False
    memory: int | None = None
    operations: tuple[OperationSettings, ...] = ()
    own_modules: tuple[OwnModule, ...] = ()
    search_path: tuple[str, ...] = ()
    declarations: bool = False


@dataclass(frozen=True, kw_only=True)
class ListOperations(WorkerRequest[OperationsListed]):
    """Find the operations of the SDK, without calling them."""


@dataclass(frozen=True, kw_only=True)
class LearnOperation(WorkerRequest[OperationLearned]):
    """Learn one operation, of both clients, by calling it."""

    operation: str


@dataclass(frozen=True, kw_only=True)
class LearnContract(WorkerRequest[ContractLearned]):
    """Learn the SDK's contract from its code: what was not learned before. Operations of `unlearned` are not called.

    It has the reason by operation. Those of `known` are no part of the contract.
    """

    unlearned: Mapping[str, str]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LearnProfiles(WorkerRequest[ProfilesLearned]):
    """Observe the client that all operations share, and run the target's scenarios."""


@dataclass(frozen=True, kw_only=True)
class DescribePackage(WorkerRequest[PackageDescribed]):
    """Import the package of a distribution, and describe it as the draft of a target.

    `package` is its name where that is known, "" where it has to be looked up.
    """

    distribution: str
    package: str = ""


@dataclass(frozen=True, kw_only=True)
class JudgeOperation(WorkerRequest[OperationJudged]):
    """Judge one operation offline, or the SDK as a whole."""

    operation: str


@dataclass(frozen=True, kw_only=True)
class ConnectServer(WorkerRequest[ServerConnected]):
    """Test against a server from now on: shard number `shard` of `shards` of the operations."""

    setup: LiveSetup
    operations: tuple[str, ...]
    shard: int
    shards: int


@dataclass(frozen=True, kw_only=True)
class JudgeLiveOperation(WorkerRequest[LiveOperationJudged]):
    """Judge one operation on the connected server."""

    operation: str


@dataclass(frozen=True, kw_only=True)
class SeedServer(WorkerRequest[SeededServer]):
    """Create one resource of each type on the server."""


@dataclass(frozen=True, kw_only=True)
class Finish(WorkerRequest[Done]):
    """The live run is over: close its ledger and its connections."""


@dataclass(frozen=True, kw_only=True)
class RunSnippet(WorkerRequest[Outcome]):
    """Run a caller's code."""

    snippet: ScriptedSnippet


@dataclass(frozen=True, kw_only=True)
class ConfigureObserver(WorkerRequest[Done]):
    """The contracts, as text, that calls and responses are made from, and which of the two releases this one is."""

    old_contract: str
    new_contract: str
    side: Literal["old", "new"]
    renames: Renames
    examples: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class ObserveOperation(WorkerRequest[OperationObserved]):
    """Make the calls of one operation, the recorded ones among them."""

    operation: str
    recorded: tuple[RecordedCall, ...]


@dataclass(frozen=True, kw_only=True)
class ObserveDefaults(WorkerRequest[DefaultsObserved]):
    """Look at what a client does where the caller sets nothing."""


Request = (
    OpenSdk | OpenEngine | ListOperations | LearnOperation | LearnContract | LearnProfiles | JudgeOperation
    | ConnectServer | JudgeLiveOperation | SeedServer | Finish | RunSnippet | ConfigureObserver | ObserveOperation
    | ObserveDefaults | DescribePackage
)  # fmt: skip
Response = (
    SdkOpened | EngineOpened | OperationsListed | OperationLearned | ContractLearned | ProfilesLearned
    | OperationJudged | ServerConnected | LiveOperationJudged | SeededServer | Done | Outcome | OperationObserved
    | DefaultsObserved | PackageDescribed | UserError | WorkerDeath
)  # fmt: skip
MESSAGES: Final[Mapping[str, type]] = {kind.__name__: kind for kind in (*get_args(Request), *get_args(Response))}


def encode(message: Any) -> str:
    """The line that carries a message."""
    return json.dumps({"type": type(message).__name__, **to_value(message)}) + "\n"


def decode(line: str) -> Request | Response:
    """The message of a line. Raises ValueError for a line that carries none."""
    data = json.loads(line)
    kind = MESSAGES.get(data.pop("type", ""))
    if kind is None:
        raise ValueError(f"not a message between pipeline and worker: {line[:80]!r}")
    return cast("Request | Response", from_value(kind, data))
