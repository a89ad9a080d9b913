"""How to install what an extra of this package brings: a command that works wherever this package came from.

It names the distributions themselves, so that it does not depend on what this package was installed from: a clone, a
wheel, a git URL or an index.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shlex
import sys
from typing import Final

DISTRIBUTION: Final = "label-studio-conformance"
_EXTRA: Final = re.compile(r"""extra\s*==\s*['"](?P<name>[\w-]+)['"]""")


def install_command(extra: str) -> str:
    """The command that installs an extra into the environment of the running interpreter."""
    python = shlex.quote(sys.executable)
    has_pip = importlib.util.find_spec("pip") is not None
    installer = f"{python} -m pip install" if has_pip else f"uv pip install --python {python}"
    return f"{installer} {extra_requirements(extra)}"


def extra_requirements(extra: str) -> str:
    """The requirements of an extra, quoted for a shell: `'jedi<1,>=0.19.2' 'mypy<3,>=1.13'`."""
    try:
        declared = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:  # a copied folder that was never installed
        declared = []
    found = []
    for line in declared:
        requirement, _, marker = line.partition(";")
        match = _EXTRA.search(marker)
        if match is not None and match["name"] == extra:
            found.append(shlex.quote(requirement.strip()))
    return " ".join(found) or shlex.quote(f"{DISTRIBUTION}[{extra}]")
