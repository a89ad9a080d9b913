"""Finds the package of a distribution, its client classes, and the arguments of their constructors, by their looks."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile
from types import ModuleType
from typing import Any, Final, Literal

from conformance.contract.annotations import type_hints
from conformance.contract.model import TWINS
from conformance.targets.client import LOADING_ERRORS, public_values
from conformance.targets.families.family import Family
from conformance.targets.target import CREDENTIAL_NAME

_NOT_THE_SDK: Final = frozenset({"test", "tests", "doc", "docs", "example", "examples", "scripts", "benchmarks"})
_AFFIXES: Final = ("-sdk", "-python", "-py", "-client", "-api")
_CLIENT_MODULES: Final = ("client", "_client", "base_client")
_TRANSPORT_NAMES: Final = ("httpx_client", "http_client")
_BASE_URL_NAMES: Final = ("base_url", "server_url", "api_url", "api_base_url", "api_base", "host", "endpoint", "url")
_FIRST_CREDENTIALS: Final = ("api_key", "token", "api_token", "access_token")
_VARIABLE: Final = re.compile(
    r"(?:(?:getenv|environ(?:\.get)?)\s*[(\[]|_from_env\((?:[^()\"']*,)?)\s*[\"']([A-Z][A-Z0-9_]*)[\"']"
)
_SETTING: Final = re.compile(
    r"(?:^|(?<=_))(?:API_KEY|API_TOKEN|ACCESS_TOKEN|TOKEN|KEY|SECRET|CLIENT_ID|CLIENT_SECRET|BASE_URL|API_URL|URL|HOST|"
    r"ENVIRONMENT|USERNAME|PASSWORD)$"
)


def package_names(distribution: str) -> list[str]:
    """The packages that a distribution installs, the one that is named like it first. None of them is imported."""
    found: set[tuple[str, ...]] = set()
    with suppress(importlib.metadata.PackageNotFoundError):
        installed = importlib.metadata.distribution(distribution)
        found = {file.parent.parts for file in installed.files or () if file.name == "__init__.py"}
        top_level = (installed.read_text("top_level.txt") or "").split()  # all that an editable installation has
        found |= {(name,) for name in top_level if _can_be_found(name)} if not found else set()
    outermost = {parts for parts in found if not any(parts[:count] in found for count in range(1, len(parts)))}
    names = {".".join(parts) for parts in outermost if parts and parts[0] not in _NOT_THE_SDK}
    names = {name for name in names if all(part.isidentifier() for part in name.split("."))}
    likely = _likely_names(distribution)
    names = names or {name for name in likely if _can_be_found(name)}
    return sorted(names, key=lambda name: (likely.index(name) if name in likely else len(likely), name))


def _likely_names(distribution: str) -> list[str]:
    name = re.sub(r"[-_.]+", "-", distribution).lower()
    shorter = [name.removesuffix(affix) for affix in _AFFIXES]
    return list(dict.fromkeys(found.replace("-", "_") for found in (name, *shorter, name.removeprefix("python-"))))


def _can_be_found(name: str) -> bool:
    with suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(name)
        return spec is not None and spec.origin is not None
    return False


@dataclass(frozen=True)
class ClientClass:
    """A class whose constructor takes an httpx client. `name` is relative to the package."""

    cls: type
    name: str
    twin: Literal["sync", "async"]
    transport: str

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """The public named parameters of the constructor, besides the transport."""
        return {name: parameter for name, parameter in _parameters(self.cls).items() if name != self.transport}

    @property
    def is_exported(self) -> bool:
        """Whether callers import the class from the package itself."""
        return "." not in self.name

    @property
    def base_url(self) -> str:
        """The argument for the server's address, "" where none looks like one."""
        return next((name for name in _BASE_URL_NAMES if name in self.parameters), "")

    @cached_property
    def settings(self) -> list[str]:
        """Optional texts besides credentials that have an environment variable.

        They may be parts of requests, as the id of a project.
        """
        variables = environment_variables([self.cls])
        return [
            name
            for name, parameter in self.parameters.items()
            if parameter.default is not parameter.empty
            and name not in {self.base_url, "environment"}
            and self.takes_text(name)
            and not CREDENTIAL_NAME.search(name)
            and any(f"_{variable}".endswith(f"_{name.upper()}") for variable in variables)
        ]

    def argument_sets(self) -> list[tuple[str, ...]]:
        """The names of arguments to construct a client with, the most likely ones first."""
        others = {name: parameter for name, parameter in self.parameters.items() if name != self.base_url}
        required = [name for name, parameter in others.items() if parameter.default is parameter.empty]
        texts = [name for name in others if name not in required and self.takes_text(name)]
        credentials = [name for name in texts if CREDENTIAL_NAME.search(name)]
        credentials.sort(key=lambda name: name not in _FIRST_CREDENTIALS)
        required.sort(key=lambda name: not CREDENTIAL_NAME.search(name))
        if any(CREDENTIAL_NAME.search(name) for name in required) or not credentials:
            sets = [(*required,), (*required, *credentials)]
        else:
            sets = [*((name, *required) for name in credentials), (*credentials, *required), (*required,)]
        return list(dict.fromkeys([*((*names, *self.settings) for names in sets), *sets]))

    def takes_text(self, name: str) -> bool:
        """Whether the annotation of a parameter has `str`."""
        text = _annotation(self.cls, self.parameters[name])
        return re.search(r"(?<![\w.])str\b", re.sub(r"(?i:dict|mapping)\[[^\]]*\]", "", text)) is not None


def _parameters(cls: type) -> dict[str, inspect.Parameter]:
    """The public named parameters of a constructor, and those of the ones that it passes its keywords to."""
    found: dict[str, inspect.Parameter] = {}
    for constructor in _constructors(cls):
        try:
            parameters = [*inspect.signature(constructor).parameters.values()][1:]
        except (ValueError, TypeError):
            break
        for parameter in parameters:
            named = parameter.kind in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}
            if named and not parameter.name.startswith("_"):
                found.setdefault(parameter.name, parameter)
        if all(parameter.kind is not parameter.VAR_KEYWORD for parameter in parameters):
            break
    return found


def _constructors(cls: type) -> list[Any]:
    """The constructors of a class and its bases, the most derived first."""
    return [vars(base)["__init__"] for base in cls.__mro__ if base is not object and "__init__" in vars(base)]


def _annotation(cls: type, parameter: inspect.Parameter) -> str:
    """The annotation of a constructor's parameter as text, resolved where that is possible."""
    hints = [type_hints(constructor) for constructor in _constructors(cls)]
    annotation = next((found[parameter.name] for found in hints if parameter.name in found), parameter.annotation)
    return annotation if isinstance(annotation, str) else str(inspect.formatannotation(annotation))


def client_classes(package: ModuleType, family: Family | None = None) -> list[ClientClass]:
    """The client classes of a package: of its client modules, or else of all that it exports.

    A class that is both clients of its family is listed twice.
    """
    if family is not None and family.configuration:
        return [ClientClass(getattr(package, family.configuration), "ApiClient", "sync", "")]
    modules = [module for name in _CLIENT_MODULES if (module := _module(f"{package.__name__}.{name}")) is not None]
    owned = [value for module in modules for _, value in public_values(module) if _is_defined_in(value, module)]
    found = [client for cls in dict.fromkeys(owned) for client in _clients_of(cls, package, family)]
    if not any(client.is_exported for client in found):  # the exported names, which may import all of the package
        exported = dict.fromkeys(value for _, value in public_values(package) if _is_defined_below(value, package))
        known = {client.cls for client in found}
        classes = [cls for cls in exported if cls not in known]
        found += [client for cls in classes for client in _clients_of(cls, package, family)]
    return [client for client in found if not any(_replaces(other, client, package.__name__) for other in found)]


def _replaces(other: ClientClass, client: ClientClass, package: str) -> bool:
    """Whether callers use another class instead: it extends a generated base class, which is not the SDK's main one."""
    if client.cls not in other.cls.__mro__[1:]:
        return False
    return not client.is_exported or _likeness(client, package) < _likeness(other, package)


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except LOADING_ERRORS:
        return None


def _is_defined_in(value: Any, module: ModuleType) -> bool:
    return inspect.isclass(value) and value.__module__ == module.__name__


def _is_defined_below(value: Any, package: ModuleType) -> bool:
    return inspect.isclass(value) and value.__module__.split(".")[0] == package.__name__.split(".")[0]


def _clients_of(cls: type, package: ModuleType, family: Family | None) -> list[ClientClass]:
    """The clients that a class is: one, none, or both of them where its family says so."""
    if family is not None and family.transports is not None:
        names = dict(zip(TWINS, family.transports, strict=True))
        is_client = _parameters(cls).keys() >= set(family.transports) and not is_dataclass(cls)  # not its settings
        return [ClientClass(cls, _exported_name(cls, package), twin, name) for twin, name in names.items() if is_client]
    found = _client_class(cls, package)
    return [] if found is None else [found]


def _client_class(cls: type, package: ModuleType) -> ClientClass | None:
    for parameter in _parameters(cls).values():
        text = _annotation(cls, parameter)
        by_name = parameter.name in _TRANSPORT_NAMES
        is_async = "AsyncClient" in text or ("httpx.Client" not in text and cls.__name__.startswith("Async"))
        if by_name or re.search(r"\bhttpx\.(?:Async)?Client\b", text):
            return ClientClass(cls, _exported_name(cls, package), "async" if is_async else "sync", parameter.name)
    return None


def _exported_name(cls: type, package: ModuleType) -> str:
    name = str(cls.__name__)
    if getattr(package, name, None) is cls:
        return name
    return f"{cls.__module__}.{cls.__name__}".removeprefix(f"{package.__name__}.")


def client_pairs(clients: list[ClientClass], package: str) -> list[tuple[ClientClass, ClientClass | None]]:
    """Each sync client with the async client that is named after it; the most likely pair first, None for none."""
    asynchronous = {client.cls.__name__: client for client in clients if client.twin == "async"}
    pairs = []
    for client in clients:
        if client.twin == "sync":
            name = client.cls.__name__
            twins = (f"Async{name}", f"{name}Async", f"A{name}", re.sub(r"^Sync", "Async", name), name)
            pairs.append((client, next((asynchronous[twin] for twin in twins if twin in asynchronous), None)))
    return sorted(pairs, key=lambda pair: (pair[1] is None, not pair[0].is_exported, -_likeness(pair[0], package)))


def _likeness(client: ClientClass, package: str) -> float:
    return SequenceMatcher(None, client.cls.__name__.lower(), package.replace("_", "")).ratio()


def environment_variables(classes: list[type]) -> list[str]:
    """The environment variables that the modules of client classes, and of the classes that they extend, read."""
    names = dict.fromkeys(cls.__module__ for client in classes for cls in client.__mro__ if cls is not object)
    found: set[str] = set()
    for name in names:
        with suppress(OSError, TypeError, KeyError):
            found.update(_VARIABLE.findall(inspect.getsource(sys.modules[name])))
    return sorted(found)


def common_prefix(variables: list[str]) -> str:
    """The prefix that all variables have, up to an underscore; "" where they have none."""
    stems = [_SETTING.sub("", variable) for variable in variables]
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*stems, strict=False))
    prefix = "".join(letters[0] for letters in same)
    return prefix[: prefix.rfind("_") + 1]
