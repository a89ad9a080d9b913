"""One operation as both releases accept it, and its calls in the words of one release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from conformance.contract.model import Contract, Operation
from conformance.generate.call import Call
from conformance.generate.responses import ResponseFactory
from conformance.upgrade.observe.renames import Renames

ReleaseName = Literal["old", "new"]


def shared_operation(old: Operation, new: Operation | None, renames: Renames) -> Operation:
    """The old operation with the parameters that both releases accept, required where either requires it."""
    if new is None:
        return old
    renamed = renames.of(old.path)
    names = {parameter.name: renamed.get(parameter.name, parameter.name) for parameter in old.accepted}
    taken = set(renamed.values())  # the new name of a parameter may be the old name of another one
    accepted = {parameter.name: parameter for parameter in new.accepted}
    parameters = tuple(
        replace(parameter, required=parameter.required or accepted[names[parameter.name]].required)
        for parameter in old.accepted
        if names[parameter.name] in accepted and (parameter.name in renamed or parameter.name not in taken)
    )
    errors = {**new.errors, **old.errors}
    return replace(old, parameters=parameters, errors={status: errors[status] for status in sorted(errors)})


def defaults_operation(old: Contract, new: Contract) -> str | None:
    """The operation with which the client's defaults are observed: the first that both releases have, None if none."""
    return next(
        (
            path
            for path in old.paths()
            if (operation := old.twins["sync"].get(path)) is not None
            and operation.shape == "value"
            and path in new.twins["sync"]
        ),
        None,
    )


@dataclass(frozen=True, kw_only=True)
class CallTranslator:
    """Writes calls of a shared operation for one release: with its names, and with what only it requires.

    `factory` creates values with the models of that release.
    """

    shared: Operation
    own: Operation
    names: dict[str, str]
    factory: ResponseFactory

    def translate(self, call: Call) -> Call:
        """The call for this release."""
        passed = {self.names.get(parameter.name, parameter.name) for parameter in self.shared.parameters}
        missing = {
            parameter.name: self.factory.samples.simplest(parameter.type.without_null())
            for parameter in self.own.accepted
            if parameter.required and parameter.name not in passed
        }
        arguments: dict[str, Any] = {self.names.get(name, name): value for name, value in call.arguments.items()}
        return Call(self.own.path, {**missing, **arguments}, call.origin)
