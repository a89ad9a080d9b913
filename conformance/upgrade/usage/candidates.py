"""The names in a file that may belong to the SDK, by its syntax tree alone, which is cheap."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conformance.upgrade.usage.forwarders import STANDARD, Forwarder, forwarding_calls
from conformance.upgrade.usage.use import UseKind


@dataclass(frozen=True, slots=True)
class CallArguments:
    """The arguments of a call: see `Use`."""

    keywords: tuple[str, ...] = ()
    positional: int = 0
    open: bool = False
    starred: bool = False
    values: tuple[tuple[str, ast.expr], ...] = ()  # those that show what is passed: constants, dicts and lists


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name or attribute that may belong to the SDK.

    `kind` is how it is used if it is a function or a class; `call` is the call whose function it is; `is_base` is True
    where it is the base of an attribute.
    """

    node: ast.Name | ast.Attribute
    kind: UseKind
    call: ast.Call | None = None
    is_base: bool = False
    given: CallArguments = field(default_factory=CallArguments)


@dataclass(frozen=True)
class Syntax:
    """The syntax of one file: its imports (local name to absolute name), and the other names that it binds.

    `forwarders` are the functions, by name, that call one of their arguments.
    """

    tree: ast.Module
    module: str
    is_package: bool
    forwarders: Mapping[str, Forwarder] = field(default_factory=lambda: STANDARD)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)
    defined: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, tree: ast.Module, module: str, *, is_package: bool, forwarders: Mapping[str, Forwarder] = STANDARD
    ) -> Syntax:
        """Scan a tree once."""
        made = cls(tree, module, is_package, forwarders)
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                made.parents[child] = node
            made._scan(node)
        return made

    def _scan(self, node: ast.AST) -> None:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    first = alias.name.partition(".")[0]
                    self.imports[alias.asname or first] = alias.name if alias.asname else first
            case ast.ImportFrom(names=names):
                for alias in names:
                    if alias.name == "*":
                        self.stars.append(self.origin(node))
                    else:
                        self.imports[alias.asname or alias.name] = f"{self.origin(node)}.{alias.name}"
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                self.bound.add(name)
            case ast.ExceptHandler(name=str(name)):
                self.bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self.defined.add(name)

    def origin(self, node: ast.ImportFrom) -> str:
        """The module of an import; with a leading dot for a relative one."""
        if not node.level:
            return node.module or ""
        steps = self.module.split(".") if self.module else []
        kept = steps[: max(len(steps) - node.level + self.is_package, 0)]
        return ".".join(["", *kept, *([node.module] if node.module else [])])

    def candidates(self) -> Iterator[Candidate]:
        """The names and attributes that the file reads or writes, in tree order."""
        forwarding = set(forwarding_calls(self.tree, self.forwarders))
        for node in ast.walk(self.tree):
            if node in forwarding:
                continue
            if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
                yield self._candidate(node)

    def _candidate(self, node: ast.Name | ast.Attribute) -> Candidate:
        parent = self.parents[node]
        match parent:
            case ast.Attribute():
                return Candidate(node, "attribute", is_base=True)
            case ast.Call(func=func) if func is node:
                return Candidate(node, "call", call=parent, given=call_arguments(parent.args, parent.keywords))
            case ast.Call(args=args) if node in args and (given := self._forwarded(node, parent)) is not None:
                return Candidate(node, "call", given=given)
            case ast.ClassDef(bases=bases) if node in bases:
                return Candidate(node, "subclass")
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, tested]) if tested is node:
                return Candidate(node, "isinstance")
            case ast.Call(args=args) if node in args:  # `safely(client.tasks.get, id=1)`: it may pass on what follows
                rest = args[args.index(node) + 1 :]
                return Candidate(node, "attribute", given=call_arguments(rest, parent.keywords, open_=True))
            case ast.keyword() | ast.Call():
                return Candidate(node, "attribute", given=CallArguments(open=True))
        return Candidate(node, self._kind(node))

    def _forwarded(self, node: ast.expr, call: ast.Call) -> CallArguments | None:
        """The arguments with which another function calls this one; None if it is not known to do that."""
        forwarder = self.forwarders.get(_last_name(call.func))
        if forwarder is None or call.args.index(node) != forwarder.position:
            return None
        keywords = [keyword for keyword in call.keywords if keyword.arg not in forwarder.own]
        return call_arguments(call.args[forwarder.position + 1 :], keywords, open_=not forwarder.exact)

    def _kind(self, node: ast.AST) -> UseKind:
        parent = self.parents.get(node)
        match parent:
            case ast.ExceptHandler(type=caught) if caught is node:
                return "except"
            case ast.arg(annotation=declared) | ast.AnnAssign(annotation=declared) if declared is node:
                return "annotation"
            case ast.FunctionDef(returns=declared) | ast.AsyncFunctionDef(returns=declared) if declared is node:
                return "annotation"
            case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, tested]) if tested is node:
                return "isinstance"
            case ast.MatchClass(cls=tested) if tested is node:
                return "isinstance"
            case ast.Tuple() | ast.Subscript() | ast.BinOp() | ast.List():
                return self._kind(parent)
        return "attribute"

    def quoted(self) -> Iterator[tuple[ast.Constant, ast.expr]]:
        """Quoted annotations: the string, and each name or attribute in it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and self._kind(node) == "annotation":
                try:
                    inside = ast.parse(node.value.strip(), mode="eval")
                except (SyntaxError, ValueError):
                    continue
                yield from ((node, outermost_name) for outermost_name in _outermost_names(inside.body))


def _outermost_names(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Name | ast.Attribute):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _outermost_names(child)


def call_arguments(args: list[ast.expr], keywords: list[ast.keyword], *, open_: bool = False) -> CallArguments:
    """The arguments of a call."""
    starred = any(isinstance(argument, ast.Starred) for argument in args)
    # `**{"title": title}` shows its names
    spread = [keyword.value for keyword in keywords if keyword.arg is None]
    shown = [value for value in spread if isinstance(value, ast.Dict) and all(map(_is_string, value.keys))]
    named = [(keyword.arg, keyword.value) for keyword in keywords if keyword.arg is not None]
    named += [
        (key.value, value)
        for given in shown
        for key, value in zip(given.keys, given.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]
    values = [(name, value) for name, value in named if isinstance(value, ast.Constant | ast.Dict | ast.List)]
    return CallArguments(
        keywords=tuple(name for name, _ in named),
        positional=sum(not isinstance(argument, ast.Starred) for argument in args),
        open=starred or len(shown) < len(spread) or open_,
        starred=starred,
        values=tuple(values),
    )


def _is_string(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def dotted_name(node: ast.expr) -> str:
    """`lss.errors.ApiError` for a chain of attributes that begins with a name; "" for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=base, attr=name):
            before = dotted_name(base)
            return f"{before}.{name}" if before else ""
    return ""


def _last_name(node: ast.expr) -> str:
    return dotted_name(node).rpartition(".")[2] if not isinstance(node, ast.Attribute) else node.attr
