"""The rules: one line each, in the order in which reports tell of changes that matter alike."""

from __future__ import annotations

from typing import Final

from conformance.upgrade.rule import Rule
from conformance.upgrade.rules.alias_added import alias_added
from conformance.upgrade.rules.alias_changed import alias_changed
from conformance.upgrade.rules.alias_removed import alias_removed
from conformance.upgrade.rules.alias_renamed import alias_renamed
from conformance.upgrade.rules.attempts_changed import attempts_changed
from conformance.upgrade.rules.attribute_added import attribute_added
from conformance.upgrade.rules.attribute_changed import attribute_changed
from conformance.upgrade.rules.attribute_removed import attribute_removed
from conformance.upgrade.rules.base_class_changed import base_class_changed
from conformance.upgrade.rules.call_accepted import call_accepted
from conformance.upgrade.rules.call_refused import call_refused
from conformance.upgrade.rules.callable_now_async import callable_now_async
from conformance.upgrade.rules.callable_now_sync import callable_now_sync
from conformance.upgrade.rules.callable_role_changed import callable_role_changed
from conformance.upgrade.rules.class_added import class_added
from conformance.upgrade.rules.class_removed import class_removed
from conformance.upgrade.rules.class_renamed import class_renamed
from conformance.upgrade.rules.client_counterpart_added import client_counterpart_added
from conformance.upgrade.rules.client_counterpart_removed import client_counterpart_removed
from conformance.upgrade.rules.client_type_gained import client_type_gained
from conformance.upgrade.rules.client_type_lost import client_type_lost
from conformance.upgrade.rules.constant_changed import constant_changed
from conformance.upgrade.rules.content_type_changed import content_type_changed
from conformance.upgrade.rules.data_file_added import data_file_added
from conformance.upgrade.rules.data_file_changed import data_file_changed
from conformance.upgrade.rules.data_file_removed import data_file_removed
from conformance.upgrade.rules.default_server_changed import default_server_changed
from conformance.upgrade.rules.definition_kind_changed import definition_kind_changed
from conformance.upgrade.rules.dependency_added import dependency_added
from conformance.upgrade.rules.dependency_changed import dependency_changed
from conformance.upgrade.rules.dependency_loosened import dependency_loosened
from conformance.upgrade.rules.dependency_removed import dependency_removed
from conformance.upgrade.rules.dependency_tightened import dependency_tightened
from conformance.upgrade.rules.deprecated_added import deprecated_added
from conformance.upgrade.rules.deprecated_removed import deprecated_removed
from conformance.upgrade.rules.documentation_changed import documentation_changed
from conformance.upgrade.rules.encoding_changed import encoding_changed
from conformance.upgrade.rules.entry_point_added import entry_point_added
from conformance.upgrade.rules.entry_point_changed import entry_point_changed
from conformance.upgrade.rules.entry_point_removed import entry_point_removed
from conformance.upgrade.rules.enum_member_added import enum_member_added
from conformance.upgrade.rules.enum_member_removed import enum_member_removed
from conformance.upgrade.rules.error_body_changed import error_body_changed
from conformance.upgrade.rules.error_class_added import error_class_added
from conformance.upgrade.rules.error_class_changed import error_class_changed
from conformance.upgrade.rules.error_class_removed import error_class_removed
from conformance.upgrade.rules.error_class_renamed import error_class_renamed
from conformance.upgrade.rules.error_outcome_changed import error_outcome_changed
from conformance.upgrade.rules.export_added import export_added
from conformance.upgrade.rules.export_changed import export_changed
from conformance.upgrade.rules.export_removed import export_removed
from conformance.upgrade.rules.extra_added import extra_added
from conformance.upgrade.rules.extra_removed import extra_removed
from conformance.upgrade.rules.field_added import field_added
from conformance.upgrade.rules.field_alias_changed import field_alias_changed
from conformance.upgrade.rules.field_default_changed import field_default_changed
from conformance.upgrade.rules.field_now_optional import field_now_optional
from conformance.upgrade.rules.field_now_required import field_now_required
from conformance.upgrade.rules.field_removed import field_removed
from conformance.upgrade.rules.field_renamed import field_renamed
from conformance.upgrade.rules.field_type_changed import field_type_changed
from conformance.upgrade.rules.field_type_narrowed import field_type_narrowed
from conformance.upgrade.rules.field_type_widened import field_type_widened
from conformance.upgrade.rules.function_added import function_added
from conformance.upgrade.rules.function_removed import function_removed
from conformance.upgrade.rules.function_renamed import function_renamed
from conformance.upgrade.rules.header_changed import header_changed
from conformance.upgrade.rules.helper_error_changed import helper_error_changed
from conformance.upgrade.rules.helper_no_longer_fails import helper_no_longer_fails
from conformance.upgrade.rules.helper_now_fails import helper_now_fails
from conformance.upgrade.rules.helper_result_changed import helper_result_changed
from conformance.upgrade.rules.implementation_changed import implementation_changed
from conformance.upgrade.rules.import_broken import import_broken
from conformance.upgrade.rules.import_fixed import import_fixed
from conformance.upgrade.rules.layout_changed import layout_changed
from conformance.upgrade.rules.license_changed import license_changed
from conformance.upgrade.rules.malformed_response_changed import malformed_response_changed
from conformance.upgrade.rules.metadata_changed import metadata_changed
from conformance.upgrade.rules.method_added import method_added
from conformance.upgrade.rules.method_changed import method_changed
from conformance.upgrade.rules.method_removed import method_removed
from conformance.upgrade.rules.model_added import model_added
from conformance.upgrade.rules.model_removed import model_removed
from conformance.upgrade.rules.model_renamed import model_renamed
from conformance.upgrade.rules.module_added import module_added
from conformance.upgrade.rules.module_removed import module_removed
from conformance.upgrade.rules.null_handling_changed import null_handling_changed
from conformance.upgrade.rules.operation_added import operation_added
from conformance.upgrade.rules.operation_removed import operation_removed
from conformance.upgrade.rules.operation_renamed import operation_renamed
from conformance.upgrade.rules.pager_changed import pager_changed
from conformance.upgrade.rules.parameter_added import parameter_added
from conformance.upgrade.rules.parameter_default_changed import parameter_default_changed
from conformance.upgrade.rules.parameter_kind_changed import parameter_kind_changed
from conformance.upgrade.rules.parameter_moved import parameter_moved
from conformance.upgrade.rules.parameter_now_optional import parameter_now_optional
from conformance.upgrade.rules.parameter_now_required import parameter_now_required
from conformance.upgrade.rules.parameter_order_changed import parameter_order_changed
from conformance.upgrade.rules.parameter_removed import parameter_removed
from conformance.upgrade.rules.parameter_renamed import parameter_renamed
from conformance.upgrade.rules.parameter_type_changed import parameter_type_changed
from conformance.upgrade.rules.parameter_type_narrowed import parameter_type_narrowed
from conformance.upgrade.rules.parameter_type_widened import parameter_type_widened
from conformance.upgrade.rules.path_changed import path_changed
from conformance.upgrade.rules.private_code_changed import private_code_changed
from conformance.upgrade.rules.raw_responses_added import raw_responses_added
from conformance.upgrade.rules.raw_responses_removed import raw_responses_removed
from conformance.upgrade.rules.record_changed import record_changed
from conformance.upgrade.rules.redirect_changed import redirect_changed
from conformance.upgrade.rules.request_changed import request_changed
from conformance.upgrade.rules.required_field_added import required_field_added
from conformance.upgrade.rules.required_field_removed import required_field_removed
from conformance.upgrade.rules.required_parameter_added import required_parameter_added
from conformance.upgrade.rules.required_parameter_removed import required_parameter_removed
from conformance.upgrade.rules.requires_python_narrowed import requires_python_narrowed
from conformance.upgrade.rules.requires_python_widened import requires_python_widened
from conformance.upgrade.rules.result_changed import result_changed
from conformance.upgrade.rules.result_type_changed import result_type_changed
from conformance.upgrade.rules.result_type_narrowed import result_type_narrowed
from conformance.upgrade.rules.result_type_widened import result_type_widened
from conformance.upgrade.rules.sent_default_changed import sent_default_changed
from conformance.upgrade.rules.stream_changed import stream_changed
from conformance.upgrade.rules.timeout_changed import timeout_changed
from conformance.upgrade.rules.waits_changed import waits_changed
from conformance.upgrade.rules.wheel_changed import wheel_changed
from conformance.upgrade.rules.wire_name_changed import wire_name_changed

RULES: Final[tuple[Rule, ...]] = (
    # surface
    operation_removed,
    operation_renamed,
    client_counterpart_removed,
    parameter_order_changed,
    required_parameter_added,
    parameter_now_required,
    parameter_removed,
    required_parameter_removed,
    parameter_renamed,
    parameter_kind_changed,
    parameter_default_changed,
    parameter_type_narrowed,
    parameter_type_changed,
    result_type_changed,
    result_type_widened,
    callable_now_async,
    callable_now_sync,
    callable_role_changed,
    required_field_added,
    field_now_required,
    field_removed,
    required_field_removed,
    field_renamed,
    field_alias_changed,
    field_now_optional,
    field_type_changed,
    field_type_narrowed,
    field_type_widened,
    field_default_changed,
    error_class_removed,
    error_class_renamed,
    model_removed,
    model_renamed,
    class_removed,
    class_renamed,
    base_class_changed,
    function_removed,
    function_renamed,
    method_removed,
    attribute_removed,
    attribute_changed,
    enum_member_removed,
    alias_removed,
    alias_renamed,
    alias_changed,
    definition_kind_changed,
    module_removed,
    export_removed,
    export_changed,
    raw_responses_removed,
    data_file_removed,
    data_file_changed,
    deprecated_added,
    client_type_lost,
    client_type_gained,
    operation_added,
    client_counterpart_added,
    parameter_added,
    parameter_now_optional,
    parameter_type_widened,
    result_type_narrowed,
    model_added,
    field_added,
    error_class_added,
    class_added,
    function_added,
    method_added,
    attribute_added,
    enum_member_added,
    alias_added,
    module_added,
    export_added,
    raw_responses_added,
    data_file_added,
    deprecated_removed,
    implementation_changed,
    private_code_changed,
    # wire
    constant_changed,
    content_type_changed,
    encoding_changed,
    header_changed,
    method_changed,
    null_handling_changed,
    parameter_moved,
    path_changed,
    request_changed,
    sent_default_changed,
    wire_name_changed,
    # behaviour
    import_broken,
    call_refused,
    attempts_changed,
    call_accepted,
    default_server_changed,
    error_body_changed,
    error_class_changed,
    error_outcome_changed,
    helper_error_changed,
    helper_no_longer_fails,
    helper_now_fails,
    helper_result_changed,
    import_fixed,
    malformed_response_changed,
    pager_changed,
    redirect_changed,
    result_changed,
    stream_changed,
    timeout_changed,
    waits_changed,
    # packaging
    dependency_added,
    dependency_changed,
    dependency_loosened,
    dependency_removed,
    dependency_tightened,
    entry_point_added,
    entry_point_changed,
    entry_point_removed,
    extra_added,
    extra_removed,
    license_changed,
    metadata_changed,
    requires_python_narrowed,
    requires_python_widened,
    wheel_changed,
    # documentation
    documentation_changed,
    layout_changed,
    # files
    record_changed,
)
