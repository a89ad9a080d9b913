"""Which operation creates the resources that another one needs, in the approved contracts of the real SDK."""

from __future__ import annotations

from functools import cache

import pytest

from conformance.contract import store
from conformance.contract.types import Type
from conformance.generate.links import Links, singular
from conformance.targets.live_recipe import LiveRecipe, ResourceRecipe, load_recipe
from conformance.targets.target import load_target

RELEASES = ("2.0.7", "2.1.2")


@cache
def links_of(release: str, *, with_recipe: bool = True) -> Links:
    """The links of a release, with or without the recipe."""
    target = load_target()
    return Links(
        store.load(target.approved_file(release)), load_recipe(target.live_file) if with_recipe else LiveRecipe()
    )


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize(
    ("name", "collection", "create", "delete"),
    [
        ("project", "/api/projects", "projects.create", "projects.delete"),
        ("task", "/api/tasks", "tasks.create", "tasks.delete"),
        ("annotation", "/api/annotations", "annotations.create", "annotations.delete"),
        ("webhook", "/api/webhooks", "webhooks.create", "webhooks.delete"),
    ],
)
def test_the_operations_that_create_and_delete_a_resource_are_inferred(
    release: str, name: str, collection: str, create: str, delete: str
) -> None:
    found = links_of(release, with_recipe=False).resources[name]
    assert (found.collection, found.create, found.delete) == (collection, create, delete)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize(
    ("operation", "parameter", "name"),
    [
        ("projects.get", "id", "project"),
        ("tasks.update", "id", "task"),
        ("annotations.create", "id", "task"),
        ("annotations.get", "id", "annotation"),
        ("projects.exports.get", "id", "project"),
        ("import_storage.s3.create", "project", "project"),
    ],
)
def test_an_argument_is_identified_by_the_path_before_it(
    release: str, operation: str, parameter: str, name: str
) -> None:
    links = links_of(release)
    found = links.operations[operation]
    wanted = found.parameter(parameter)
    assert wanted is not None
    linked = links.for_parameter(found, wanted)
    assert linked is not None
    assert linked.name == name


@pytest.mark.parametrize("release", RELEASES)
def test_each_collection_has_one_name(release: str) -> None:
    links = links_of(release)
    collections = [resource.collection for resource in links.resources.values() if resource.collection]
    assert len(collections) == len(set(collections))


@pytest.mark.parametrize("release", RELEASES)
def test_each_operation_that_a_link_names_exists(release: str) -> None:
    links = links_of(release, with_recipe=False)
    named = {
        path
        for resource in links.resources.values()
        for path in (resource.create, resource.read, resource.delete)
        if path
    }
    assert named <= links.operations.keys()


def test_the_recipe_takes_precedence_over_inferred_links() -> None:
    recipe = LiveRecipe(resources={"project": ResourceRecipe(read="projects.list", id="results.0.id")})
    links = Links(store.load(load_target().approved_file("2.1.2")), recipe)
    found = links.resources["project"]
    assert (found.create, found.read, found.delete) == ("", "projects.list", "")


@pytest.mark.parametrize("name", ["project", "project_id", "projects", "project_ids", "project_pk"])
def test_names_of_identities_mean_the_same_thing(name: str) -> None:
    links = links_of("2.1.2")
    assert links.by_name(name, Type("integer")) is links.resources["project"]
    assert links.by_name(name, Type("boolean")) is None


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("projects", "project"),
        ("policies", "policy"),
        ("gcs", "gcs"),
        ("access", "access"),
        ("ml-backends", "ml_backend"),
    ],
)
def test_one_of_many_is_named(plural: str, one: str) -> None:
    assert singular(plural) == one
