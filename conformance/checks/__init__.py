"""The checks, one line each. A check is one module here whose function, id and file have the same name."""

from __future__ import annotations

from typing import Final

from conformance.checks.argument_changed import argument_changed
from conformance.checks.argument_ignored import argument_ignored
from conformance.checks.argument_misplaced import argument_misplaced
from conformance.checks.argument_not_sent import argument_not_sent
from conformance.checks.async_attempts_differ import async_attempts_differ
from conformance.checks.async_error_differs import async_error_differs
from conformance.checks.async_request_differs import async_request_differs
from conformance.checks.async_result_differs import async_result_differs
from conformance.checks.attempts_differ import attempts_differ
from conformance.checks.authentication_wrong import authentication_wrong
from conformance.checks.body_invalid_for_spec import body_invalid_for_spec
from conformance.checks.broken_connection_hidden import broken_connection_hidden
from conformance.checks.check import Check
from conformance.checks.client_counterpart_missing import client_counterpart_missing
from conformance.checks.client_signature_differs import client_signature_differs
from conformance.checks.conforming_response_refused import conforming_response_refused
from conformance.checks.constant_differs import constant_differs
from conformance.checks.content_type_differs import content_type_differs
from conformance.checks.content_type_unexpected import content_type_unexpected
from conformance.checks.created_not_listed import created_not_listed
from conformance.checks.default_changed import default_changed
from conformance.checks.deleted_still_exists import deleted_still_exists
from conformance.checks.dict_argument_differs import dict_argument_differs
from conformance.checks.error_body_lost import error_body_lost
from conformance.checks.error_body_shape import error_body_shape
from conformance.checks.error_class_differs import error_class_differs
from conformance.checks.error_ladder_changed import error_ladder_changed
from conformance.checks.error_not_raised import error_not_raised
from conformance.checks.error_status_lost import error_status_lost
from conformance.checks.export_missing import export_missing
from conformance.checks.extension_hides_parameter import extension_hides_parameter
from conformance.checks.file_damaged import file_damaged
from conformance.checks.fuzz_request_misjudged import fuzz_request_misjudged
from conformance.checks.fuzz_response_undocumented import fuzz_response_undocumented
from conformance.checks.fuzz_server_error import fuzz_server_error
from conformance.checks.helper_missing import helper_missing
from conformance.checks.link_to_another_server import link_to_another_server
from conformance.checks.list_incomplete import list_incomplete
from conformance.checks.list_parameter_ignored import list_parameter_ignored
from conformance.checks.marking_changed import marking_changed
from conformance.checks.method_differs import method_differs
from conformance.checks.missing_accepted import missing_accepted
from conformance.checks.model_dict_differs import model_dict_differs
from conformance.checks.model_dump_differs import model_dump_differs
from conformance.checks.model_field_changed import model_field_changed
from conformance.checks.model_missing import model_missing
from conformance.checks.model_shape_changed import model_shape_changed
from conformance.checks.not_read_back import not_read_back
from conformance.checks.null_not_sent import null_not_sent
from conformance.checks.null_sent_unrequested import null_sent_unrequested
from conformance.checks.odd_error_body_crashes import odd_error_body_crashes
from conformance.checks.odd_success_body_crashes import odd_success_body_crashes
from conformance.checks.operation_missing import operation_missing
from conformance.checks.operation_not_in_spec import operation_not_in_spec
from conformance.checks.operation_not_learned import operation_not_learned
from conformance.checks.operation_unapproved import operation_unapproved
from conformance.checks.pager_error_swallowed import pager_error_swallowed
from conformance.checks.pager_items_differ import pager_items_differ
from conformance.checks.pager_last_page_refused import pager_last_page_refused
from conformance.checks.pager_never_ends import pager_never_ends
from conformance.checks.pager_request_wrong import pager_request_wrong
from conformance.checks.parameter_changed import parameter_changed
from conformance.checks.parameter_missing import parameter_missing
from conformance.checks.parameter_unapproved import parameter_unapproved
from conformance.checks.path_differs import path_differs
from conformance.checks.path_value_not_escaped import path_value_not_escaped
from conformance.checks.recorded_request_differs import recorded_request_differs
from conformance.checks.refused_accepted import refused_accepted
from conformance.checks.request_sent_elsewhere import request_sent_elsewhere
from conformance.checks.response_field_lost import response_field_lost
from conformance.checks.response_type_changed import response_type_changed
from conformance.checks.response_type_mismatch import response_type_mismatch
from conformance.checks.response_value_changed import response_value_changed
from conformance.checks.retry_policy_changed import retry_policy_changed
from conformance.checks.retry_request_differs import retry_request_differs
from conformance.checks.sdk_header_wrong import sdk_header_wrong
from conformance.checks.secret_shown import secret_shown
from conformance.checks.server_error import server_error
from conformance.checks.server_hangs import server_hangs
from conformance.checks.server_response_field_undeclared import server_response_field_undeclared
from conformance.checks.server_response_invalid_for_spec import server_response_invalid_for_spec
from conformance.checks.server_response_slow import server_response_slow
from conformance.checks.server_response_structure_changed import server_response_structure_changed
from conformance.checks.server_response_too_large import server_response_too_large
from conformance.checks.server_response_truncated import server_response_truncated
from conformance.checks.server_response_type_mismatch import server_response_type_mismatch
from conformance.checks.server_stopped_responding import server_stopped_responding
from conformance.checks.spec_error_undeclared import spec_error_undeclared
from conformance.checks.spec_operation_missing import spec_operation_missing
from conformance.checks.spec_parameter_missing import spec_parameter_missing
from conformance.checks.spec_parameter_unknown import spec_parameter_unknown
from conformance.checks.spec_required_differs import spec_required_differs
from conformance.checks.spec_response_differs import spec_response_differs
from conformance.checks.spec_wire_differs import spec_wire_differs
from conformance.checks.status_undeclared import status_undeclared
from conformance.checks.stream_damaged import stream_damaged
from conformance.checks.unauthorised_accepted import unauthorised_accepted
from conformance.checks.undeclared_result import undeclared_result
from conformance.checks.unknown_field_fatal import unknown_field_fatal
from conformance.checks.unknown_field_lost import unknown_field_lost
from conformance.checks.unknown_member_fatal import unknown_member_fatal
from conformance.checks.unknown_member_lost import unknown_member_lost
from conformance.checks.unrequested_value_sent import unrequested_value_sent
from conformance.checks.update_changed_other import update_changed_other
from conformance.checks.update_not_applied import update_not_applied
from conformance.checks.valid_call_refused import valid_call_refused
from conformance.checks.valid_request_refused import valid_request_refused
from conformance.checks.wire_form_changed import wire_form_changed
from conformance.checks.wrong_model_class import wrong_model_class

CHECKS: Final[tuple[Check, ...]] = (
    # request
    argument_changed,
    argument_misplaced,
    argument_not_sent,
    authentication_wrong,
    constant_differs,
    content_type_differs,
    default_changed,
    file_damaged,
    method_differs,
    null_not_sent,
    null_sent_unrequested,
    path_differs,
    path_value_not_escaped,
    request_sent_elsewhere,
    sdk_header_wrong,
    unrequested_value_sent,
    valid_call_refused,
    # response
    conforming_response_refused,
    model_dict_differs,
    model_dump_differs,
    pager_error_swallowed,
    pager_items_differ,
    pager_never_ends,
    pager_request_wrong,
    response_field_lost,
    response_type_mismatch,
    response_value_changed,
    stream_damaged,
    undeclared_result,
    unknown_field_fatal,
    unknown_field_lost,
    unknown_member_fatal,
    unknown_member_lost,
    wrong_model_class,
    # error
    attempts_differ,
    broken_connection_hidden,
    error_body_lost,
    error_class_differs,
    error_not_raised,
    error_status_lost,
    odd_error_body_crashes,
    odd_success_body_crashes,
    retry_request_differs,
    # parity
    async_attempts_differ,
    async_error_differs,
    async_request_differs,
    async_result_differs,
    dict_argument_differs,
    # contract
    error_ladder_changed,
    export_missing,
    extension_hides_parameter,
    helper_missing,
    marking_changed,
    model_field_changed,
    model_missing,
    model_shape_changed,
    operation_missing,
    operation_not_learned,
    operation_unapproved,
    parameter_changed,
    parameter_missing,
    parameter_unapproved,
    response_type_changed,
    retry_policy_changed,
    client_counterpart_missing,
    client_signature_differs,
    wire_form_changed,
    # spec
    body_invalid_for_spec,
    operation_not_in_spec,
    spec_error_undeclared,
    spec_operation_missing,
    spec_parameter_missing,
    spec_parameter_unknown,
    spec_required_differs,
    spec_response_differs,
    spec_wire_differs,
    # live
    server_response_truncated,
    server_response_field_undeclared,
    server_response_invalid_for_spec,
    server_response_slow,
    server_response_structure_changed,
    server_response_too_large,
    server_response_type_mismatch,
    argument_ignored,
    content_type_unexpected,
    created_not_listed,
    deleted_still_exists,
    error_body_shape,
    fuzz_response_undocumented,
    fuzz_request_misjudged,
    fuzz_server_error,
    link_to_another_server,
    list_incomplete,
    list_parameter_ignored,
    missing_accepted,
    not_read_back,
    pager_last_page_refused,
    recorded_request_differs,
    refused_accepted,
    secret_shown,
    server_error,
    server_stopped_responding,
    server_hangs,
    status_undeclared,
    unauthorised_accepted,
    update_changed_other,
    update_not_applied,
    valid_request_refused,
)

# of the checks of live exchanges, those that hold the SDK to an answer, whenever it was given
REPLAYED: Final = frozenset(
    {"server_response_type_mismatch", "content_type_unexpected", "error_body_shape", "recorded_request_differs"}
)
