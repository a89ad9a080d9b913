"""The rules of upgrades, by subject: each folder's docstring is a map of it.

operations callables parameters       what callers call
definitions modules fields attributes what callers import, and what it is made of
requests transport responses          the request of a call, how it is sent, and the response
helpers packaging files               the rest of a release

Reports list changes that matter alike in the order of `_NAMES`. To add a rule, write its module and add its line.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from conformance.upgrade.rule import Rule
from conformance.upgrade.rules.definitions.table import TABLE

_NAMES: Final = (
    # surface
    "operations.operation_removed",
    "operations.operation_renamed",
    "operations.client_counterpart_removed",
    "parameters.parameter_order_changed",
    "parameters.required_parameter_added",
    "parameters.parameter_now_required",
    "parameters.parameter_removed",
    "parameters.required_parameter_removed",
    "parameters.parameter_renamed",
    "parameters.parameter_kind_changed",
    "parameters.parameter_default_changed",
    "parameters.parameter_type_narrowed",
    "parameters.parameter_type_changed",
    "callables.result_type_changed",
    "callables.result_type_widened",
    "callables.callable_now_async",
    "callables.callable_now_sync",
    "callables.callable_role_changed",
    "fields.required_field_added",
    "fields.field_now_required",
    "fields.field_removed",
    "fields.required_field_removed",
    "fields.field_renamed",
    "fields.field_alias_changed",
    "fields.field_now_optional",
    "fields.field_type_changed",
    "fields.field_type_narrowed",
    "fields.field_type_widened",
    "fields.field_default_changed",
    "definitions.error_class_removed",
    "definitions.error_class_renamed",
    "definitions.model_removed",
    "definitions.model_renamed",
    "definitions.class_removed",
    "definitions.class_renamed",
    "definitions.base_class_changed",
    "definitions.function_removed",
    "definitions.function_renamed",
    "callables.method_removed",
    "attributes.attribute_removed",
    "attributes.attribute_changed",
    "attributes.enum_member_removed",
    "definitions.alias_removed",
    "definitions.alias_renamed",
    "definitions.alias_changed",
    "definitions.definition_kind_changed",
    "modules.module_removed",
    "modules.export_removed",
    "modules.export_changed",
    "operations.raw_responses_removed",
    "files.data_file_removed",
    "files.data_file_changed",
    "callables.deprecated_added",
    "operations.client_type_lost",
    "operations.client_type_gained",
    "operations.operation_added",
    "operations.client_counterpart_added",
    "parameters.parameter_added",
    "parameters.parameter_now_optional",
    "parameters.parameter_type_widened",
    "callables.result_type_narrowed",
    "definitions.model_added",
    "fields.field_added",
    "definitions.error_class_added",
    "definitions.class_added",
    "definitions.function_added",
    "callables.method_added",
    "attributes.attribute_added",
    "attributes.enum_member_added",
    "definitions.alias_added",
    "modules.module_added",
    "modules.export_added",
    "operations.raw_responses_added",
    "files.data_file_added",
    "callables.deprecated_removed",
    "callables.implementation_changed",
    "files.private_code_changed",
    # wire
    "requests.sent_constant_changed",
    "requests.content_type_changed",
    "requests.encoding_changed",
    "requests.header_changed",
    "requests.http_method_changed",
    "requests.null_handling_changed",
    "requests.parameter_moved",
    "requests.path_changed",
    "requests.request_changed",
    "requests.sent_default_changed",
    "requests.wire_name_changed",
    # behaviour
    "modules.import_broken",
    "requests.call_refused",
    "transport.retry_count_changed",
    "requests.call_accepted",
    "transport.default_server_changed",
    "responses.error_body_changed",
    "responses.error_class_changed",
    "responses.error_outcome_changed",
    "helpers.helper_error_changed",
    "helpers.helper_no_longer_fails",
    "helpers.helper_now_fails",
    "helpers.helper_result_changed",
    "modules.import_fixed",
    "responses.malformed_response_changed",
    "responses.pager_changed",
    "transport.redirect_changed",
    "responses.result_changed",
    "responses.stream_changed",
    "transport.timeout_changed",
    "transport.retry_delay_changed",
    # packaging
    "packaging.newer_python_no_longer_needed",
    "packaging.newer_python_needed",
    "packaging.dependency_added",
    "packaging.dependency_changed",
    "packaging.dependency_loosened",
    "packaging.dependency_removed",
    "packaging.dependency_tightened",
    "packaging.entry_point_added",
    "packaging.entry_point_changed",
    "packaging.entry_point_removed",
    "packaging.extra_added",
    "packaging.extra_removed",
    "packaging.license_changed",
    "packaging.metadata_changed",
    "packaging.requires_python_narrowed",
    "packaging.requires_python_widened",
    "packaging.wheel_changed",
    # documentation
    "files.documentation_changed",
    "files.formatting_changed",
    # files
    "packaging.record_changed",
)


def _load(name: str) -> Rule:
    """The rule of a name, `<subject>.<id>`: the function called like its module, or a row of the subject's table."""
    identity = name.partition(".")[2]
    if identity in TABLE:
        return TABLE[identity]
    found = getattr(import_module(f"{__name__}.{name}"), identity, None)
    if not isinstance(found, Rule):
        raise TypeError(f"{__name__}.{name}: got {found!r}, expected a rule: decorate the function with @rule")
    return found


RULES: Final = tuple(_load(name) for name in _NAMES)
