"""The checks: one fact per module, whose function, id and file have the same name.

`check` defines what a check is and the decorator that makes one. `subjects` and `views` are what checks judge: calls of
the SDK, groups of calls, declared operations, the package, sequences on a server, failures of fuzzing, uses of tokens.
`prelude` has what nearly every check imports. To add a check, write its module and add its id to `IDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final, TypeVar

from conformance.checks.check import FAMILIES, Check
from conformance.checks.own import UNUSABLE, OwnChecks
from conformance.checks.subjects import CallWithOptions, DeclaredOperation
from conformance.exchange.model import CallGroup, Exchange

IDS: Final = (
    "argument_changed",
    "argument_ignored",
    "argument_misplaced",
    "argument_names_collide",
    "argument_not_sent",
    "async_attempts_differ",
    "async_error_differs",
    "async_request_differs",
    "async_result_differs",
    "attempts_differ",
    "authentication_wrong",
    "base_url_not_kept",
    "body_invalid_for_spec",
    "broken_connection_hidden",
    "call_option_ignored",
    "callers_client_changed",
    "client_argument_ignored",
    "client_counterpart_missing",
    "client_has_effects",
    "client_part_broken",
    "client_signature_differs",
    "concurrent_calls_mixed",
    "concurrent_calls_queued",
    "constant_differs",
    "content_type_differs",
    "content_type_unexpected",
    "created_field_not_returned",
    "created_not_listed",
    "created_value_not_stored",
    "credentials_exposed",
    "credentials_sent_elsewhere",
    "declared_error_changed",
    "default_changed",
    "deleted_still_exists",
    "dict_argument_differs",
    "documented_default_differs",
    "documented_parameter_missing",
    "documented_value_unknown",
    "download_damaged",
    "endpoint_types_differ",
    "error_body_lost",
    "error_body_mismatch",
    "error_class_differs",
    "error_copy_differs",
    "error_headers_lost",
    "error_not_raised",
    "error_status_lost",
    "error_text_incomplete",
    "error_with_success_status",
    "event_loop_blocked",
    "example_broken",
    "example_request_differs",
    "export_broken",
    "export_missing",
    "extension_hides_parameter",
    "file_damaged",
    "fuzz_response_undocumented",
    "fuzz_server_error",
    "fuzz_validation_differs",
    "helper_argument_lost",
    "helper_error_bare",
    "helper_error_hidden",
    "helper_missing",
    "helper_outcome_changed",
    "helper_result_wrong",
    "helper_signature_changed",
    "http_client_left_open",
    "import_has_effects",
    "invalid_body_accepted",
    "invalid_token_accepted",
    "last_page_ignored",
    "link_to_another_server",
    "list_incomplete",
    "list_parameter_ignored",
    "method_differs",
    "missing_resource_accepted",
    "model_change_lost",
    "model_class_changed",
    "model_copy_differs",
    "model_date_time_changed",
    "model_dict_differs",
    "model_dump_differs",
    "model_equality_wrong",
    "model_field_changed",
    "model_fields_set_wrong",
    "model_making_wrong",
    "model_missing",
    "model_option_ignored",
    "model_written_wrong",
    "null_not_sent",
    "null_sent_unrequested",
    "operation_marker_changed",
    "operation_missing",
    "operation_not_in_spec",
    "operation_not_learned",
    "operation_option_ignored",
    "operation_unapproved",
    "output_written",
    "page_failure_hidden",
    "page_items_lost",
    "pager_error_swallowed",
    "pager_items_differ",
    "pager_never_ends",
    "pager_reads_past_end",
    "pager_request_wrong",
    "parameter_changed",
    "parameter_missing",
    "parameter_unapproved",
    "parameter_undocumented",
    "path_differs",
    "path_value_not_escaped",
    "personal_data_sent",
    "personal_token_not_used",
    "positional_order_misleads",
    "raw_response_differs",
    "raw_signature_differs",
    "recorded_request_differs",
    "request_sent_elsewhere",
    "requires_python_too_low",
    "response_field_lost",
    "response_hides_method",
    "response_left_open",
    "response_type_changed",
    "response_type_mismatch",
    "response_value_changed",
    "response_value_converted",
    "responses_kept",
    "retry_advice_ignored",
    "retry_loses_content",
    "retry_policy_changed",
    "retry_request_differs",
    "runtime_changed",
    "runtime_error_bare",
    "sdk_header_wrong",
    "secret_returned",
    "server_error",
    "server_hangs",
    "server_response_field_undeclared",
    "server_response_invalid_for_spec",
    "server_response_slow",
    "server_response_structure_changed",
    "server_response_too_large",
    "server_response_truncated",
    "server_response_type_mismatch",
    "server_stopped_responding",
    "snippet_broken",
    "snippet_request_differs",
    "spec_error_undeclared",
    "spec_operation_missing",
    "spec_parameter_missing",
    "spec_parameter_unknown",
    "spec_request_differs",
    "spec_required_differs",
    "spec_response_differs",
    "status_undeclared",
    "stream_damaged",
    "token_exchanged_repeatedly",
    "undeclared_result",
    "unexpected_error_body_crashes",
    "unexpected_success_body_crashes",
    "union_member_wrong",
    "unknown_enum_member_lost",
    "unknown_enum_member_refused",
    "unknown_field_lost",
    "unknown_field_refused",
    "unrequested_value_sent",
    "unusual_value_changed",
    "update_changed_other_field",
    "update_not_applied",
    "valid_call_refused",
    "valid_request_refused",
    "valid_response_refused",
    "value_not_sent_back",
    "wire_format_changed",
    "wire_name_differs",
    "write_repeated_unrequested",
    "wrong_model_class",
)

Subject = TypeVar("Subject")


def _load(identity: str) -> Check[Any]:
    check: Check[Any] = getattr(import_module(f"{__name__}.{identity}"), identity)
    return check


# judged for each operation, not for the SDK as a whole
OPERATION_SUBJECTS: Final = (Exchange, CallGroup, DeclaredOperation, CallWithOptions)


def _in_order(checks: Iterable[Check[Any]]) -> tuple[Check[Any], ...]:
    """By family, then by id: the order of reports and of documentation."""
    return tuple(sorted(checks, key=lambda check: (FAMILIES.index(check.family), check.id)))


CHECKS: Final = _in_order(map(_load, IDS))


class _Registry:
    """The checks of the project that is tested, besides those of this package. Empty until a run has found some."""

    own = OwnChecks()


def use_own_checks(found: OwnChecks) -> None:
    """Use the checks of a project in this process from now on, instead of those of an earlier run."""
    _Registry.own = found


def own_checks() -> OwnChecks:
    """The checks of the project."""
    return _Registry.own


def all_checks() -> tuple[Check[Any], ...]:
    """The checks of this package and of the project, in order."""
    own = own_checks()
    return _in_order((*CHECKS, *own.checks, *((UNUSABLE,) if own.unusable else ())))


def checks_of(subject: type[Subject]) -> tuple[Check[Subject], ...]:
    """The checks that judge subjects of this type."""
    return tuple(check for check in all_checks() if check.judges is subject)
