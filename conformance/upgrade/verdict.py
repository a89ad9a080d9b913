"""The verdict: the actual step between two versions, the one that the changes require, and the impact policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from packaging.version import InvalidVersion, Version

from conformance.change import Bump, Change, Impact, Tier
from conformance.errors import UsageError


def actual_bump(old_version: str, new_version: str) -> Bump:
    """The size of the step from one version to a newer one.

    "none" where major, minor and patch numbers are equal: semantic versioning makes no promise between a pre-release
    and its release, and a local version is another build. A fourth number or a post-release counts as a patch.
    "unknown" where a version does not follow PEP 440, or where the second one is older.
    """
    old, new = _version(old_version), _version(new_version)
    if old is None or new is None or is_downgrade(old_version, new_version):
        return "unknown"
    if (old.epoch, old.major) != (new.epoch, new.major):
        return "major"
    if old.minor != new.minor:
        return "minor"
    further = [_beyond_patch(version) for version in (old, new)]
    return "patch" if old.micro != new.micro or further[0] != further[1] else "none"


def is_downgrade(old_version: str, new_version: str) -> bool:
    """The new version is older. False where one does not follow PEP 440; local versions are ignored."""
    old, new = _version(old_version), _version(new_version)
    return old is not None and new is not None and Version(new.public) < Version(old.public)


def required_bump(changes: Iterable[Change], old_version: str = "") -> Bump:
    """The step that the changes require under semantic versioning.

    A break requires a major release, an addition or a deprecation a minor one, any other difference a patch. Under 0.x
    anything may change at any time; following the custom of installers (`^0.3`) a break requires a minor release there,
    and everything else a patch. A pre-release counts as its release.
    """
    every = tuple(changes)
    if not every:
        return "none"
    old = _version(old_version)
    initial = old is not None and (old.epoch, old.major) == (0, 0)
    if any(change.impact is Impact.BREAKING for change in every):
        return "minor" if initial else "major"
    return "minor" if not initial and any(_is_addition(change) for change in every) else "patch"


def parse_policy(settings: Mapping[str, str], rules: Collection[str]) -> dict[str, Impact]:
    """The user's policy from the names of impacts. Raises UsageError: a key matches no rule."""
    for key in settings:
        rule = key.partition(": ")[0]
        if not any(fnmatchcase(rule_id, rule) for rule_id in rules):
            near = ", ".join(get_close_matches(rule, rules, n=3))
            raise UsageError(
                f"impact of {key!r}: unknown rule {rule!r}.\n"
                f"  {f'Nearest: {near}. ' if near else ''}List them: conformance explain"
            )
    return {key: Impact(value) for key, value in settings.items()}


def apply_policy(changes: Iterable[Change], policy: Mapping[str, Impact]) -> tuple[Change, ...]:
    """The changes with the impacts that the policy gives them, most severe first.

    A key is the id of a rule or of changes (`parameter_removed: projects.*`) and may be a glob. The longest matching
    key wins, so an exception is longer than the key that it restricts.
    """
    return tuple(sorted((_with_impact(change, policy) for change in changes), key=lambda change: change.order))


def _with_impact(change: Change, policy: Mapping[str, Impact]) -> Change:
    fitting = [key for key in policy if fnmatchcase(change.rule, key) or fnmatchcase(change.id, key)]
    return replace(change, impact=policy[max(fitting, key=len)]) if fitting else change


def _is_addition(change: Change) -> bool:
    if change.rule.startswith("deprecat") or change.rule.endswith("_deprecated"):
        return True
    if change.tier is Tier.PACKAGING:
        return change.rule in {"extra_added", "entry_point_added"}
    if change.tier is not Tier.SURFACE or change.rule == "private_code_changed":
        return False
    return change.impact is Impact.COMPATIBLE or (change.impact is Impact.RISKY and change.rule.endswith("_added"))


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _beyond_patch(version: Version) -> tuple[tuple[int, ...], int | None]:
    numbers = version.release[3:]
    return (numbers if any(numbers) else (), version.post)
