"""Helpers: functions without requests, run through the scenarios of a target.

helper_result_changed, helper_error_changed   another result, another error
helper_now_fails, helper_no_longer_fails      it raises, or works again
facts                                         one fact for each scenario
"""
