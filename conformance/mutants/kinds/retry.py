"""Faults of retries: in the functions of the shared client that count, wait and repeat."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import about, called, is_number
from conformance.mutants.kind import Example, Kind
from conformance.mutants.source import Edit, Scope, Source

_HEAD: Final = "def should_retry(self, response, retries):\n    "


def _is_retry(source: Source, scope: Scope) -> bool:
    return about(source, scope, "retr", "backoff") or (
        scope.function is not None and "retries" in source.of(scope.function)
    )


def _status(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set) and _is_retry(source, scope):
        yield from (source.drop(item) for item in node.elts if is_number(item) and int(source.of(item)) >= 400)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and "status" in source.of(node.left):
        numbers = filter(is_number, node.comparators if _is_retry(source, scope) else ())
        yield from (source.replace(number, "499") for number in numbers)


def _server_errors(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and _is_retry(source, scope) and source.of(node.comparators[0]) == "500":
        yield source.replace(node.comparators[0], "503")


def _count(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Compare) and "retries" in source.of(node) and len(node.ops) == 1:
        other = {ast.Gt: ">=", ast.GtE: ">", ast.Lt: "<=", ast.LtE: "<"}.get(type(node.ops[0]))
        if other:
            left, right = source.of(node.left), source.of(node.comparators[0])
            yield source.replace(node, f"{left} {other} {right}")


def _number(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.BinOp) and "retries" in source.of(node.left) and is_number(node.right):
        yield source.replace(node.right, str(int(source.of(node.right).split(".")[0]) + 1))


def _wait(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Call) and called(node) == "sleep" and node.args:
        yield source.replace(node.args[0], "0")


def _repeated_part(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Call) and scope.function is not None and called(node) == scope.name:
        yield from (source.drop(keyword) for keyword in node.keywords if keyword.arg != "method")


def _limit(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Call) and called(node) == "get" and len(node.args) == 2 and "retries" in source.of(node):
        numbers = filter(is_number, node.args[1:])
        yield from (source.replace(number, str(int(source.of(number)) + 1)) for number in numbers)


def _delay(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_number(node.value):
        names = source.of(node.targets[0] if isinstance(node, ast.Assign) else node.target).upper()
        if "RETR" in names and ("DELAY" in names or "MAX" in names):
            yield source.replace(node.value, str(float(source.of(node.value)) * 3))


def _advice(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    value = node.value if isinstance(node, ast.Return) and "retry_after" in scope.name else None
    if value is not None and not isinstance(value, ast.Constant):
        yield source.replace(value, "None")


def _never(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Return) and node.value is not None and "should_retry" in scope.name:
        yield source.replace(node.value, "False")


KINDS: Final = tuple(
    Kind(id=name, group="retry", summary=summary, areas=("core",), find=find,
         example=Example(path="sdk/core/http_client.py", before=before, after=after))
    for name, summary, find, before, after in (
        ("retry_status_lost", "one status is not retried", _status,
         f"{_HEAD}return response.status_code in [429, 408]\n", f"{_HEAD}return response.status_code in [408]\n"),
        ("retry_server_errors_lost", "some server errors are not retried", _server_errors,
         f"{_HEAD}return response.status_code >= 500\n", f"{_HEAD}return response.status_code >= 503\n"),
        ("retry_count_off_by_one", "one retry too many, or too few", _count,
         f"{_HEAD}return 2 > retries\n", f"{_HEAD}return 2 >= retries\n"),
        ("retry_number_skipped", "retries are counted wrongly", _number,
         f"{_HEAD}return retries + 1\n", f"{_HEAD}return retries + 2\n"),
        ("retry_wait_lost", "a retry does not wait", _wait, f"{_HEAD}time.sleep(retries)\n", f"{_HEAD}time.sleep(0)\n"),
        ("retry_part_lost", "a retry loses a part of the request", _repeated_part,
         "def request(self, json):\n    return self.request(json=json)\n",
         "def request(self, json):\n    return self.request()\n"),
        ("retry_default_changed", "another number of retries, where none is given", _limit,
         f"{_HEAD}return o.get('max_retries', 0)\n", f"{_HEAD}return o.get('max_retries', 1)\n"),
        ("retry_delay_changed", "retries wait for another time", _delay,
         "MAX_RETRY_DELAY = 10\n", "MAX_RETRY_DELAY = 30.0\n"),
        ("retry_advice_lost", "what the server advises is not followed", _advice,
         "def parse_retry_after(h):\n    return float(h)\n", "def parse_retry_after(h):\n    return None\n"),
        ("retry_never", "nothing is retried", _never, f"{_HEAD}return retries\n", f"{_HEAD}return False\n"),
    )
)  # fmt: skip
