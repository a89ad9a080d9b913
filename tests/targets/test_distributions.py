"""Which installed distributions some imported packages come from."""

from __future__ import annotations

from pathlib import Path

from conformance.targets.distributions import installed_distributions, needed_distributions


def install(home: Path, name: str, *modules: str, requires: tuple[str, ...] = (), entry_points: str = "") -> None:
    """Metadata of a distribution, as an installer writes it."""
    folder = home / "lib" / "python3.12" / "site-packages" / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    lines = [f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {requirement}" for requirement in requires)]
    (folder / "METADATA").write_text("\n".join(lines))
    (folder / "RECORD").write_text("".join(f"{module},,\n" for module in modules))
    (folder / "entry_points.txt").write_text(entry_points)


def needed(home: Path, *packages: str) -> list[str]:
    return [found.name for found in needed_distributions(installed_distributions(home), packages)]


def test_a_distribution_is_needed_for_its_modules_and_for_what_requires_it(tmp_path: Path) -> None:
    install(tmp_path, "Http_Client", "http/__init__.py", requires=("wire.format (>=1); extra == 'x'", "absent"))
    install(tmp_path, "wire_format", "wire.py", requires=("http-client",))
    install(tmp_path, "pictures", "pictures/__init__.py")

    assert needed(tmp_path, "http") == ["http-client", "wire-format"]
    assert needed(tmp_path, "pictures") == ["pictures"]
    assert needed(tmp_path, "json") == []


def test_what_is_loaded_without_an_import_is_always_needed(tmp_path: Path) -> None:
    install(tmp_path, "plugin", "plugin.py", entry_points="[pydantic]\nlog = plugin:hook\n")
    install(tmp_path, "hook", "hook.pth")
    install(tmp_path, "command", "command.py", entry_points="[console_scripts]\nrun = command:main\n")

    assert needed(tmp_path, "json") == ["hook", "plugin"]
