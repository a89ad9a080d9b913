"""Requests: what the same call sends.

call_*                                             a call is refused before anything is sent, or no longer
http_method_changed, path_changed, header_changed, content_type_changed, sent_constant_changed
parameter_moved, wire_name_changed, encoding_changed, null_handling_changed, sent_default_changed
                                                   how one argument is sent
request_changed                                    any other difference
facts                                              which rule reports which difference
"""
