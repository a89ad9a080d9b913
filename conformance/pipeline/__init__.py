"""The pipeline: a function for each command, from settings to a report. Read `check.check`, then `upgrade.upgrade`.

    settings ─▶ plan ─▶ workers (one process per SDK) ─▶ RunResult ─▶ report

check, live, record, upgrade       the commands; each is one function that reads as the design
sweep, contract, approve           the small ones; new_target; new_project, with the texts of project_files
operations, explain, cache         the small ones that only print, or clear the cache
live_run, server_setup, fuzz       servers and workers of a live run; Schemathesis on the same server
releases, comparison, run_pair     the two releases of an upgrade: started, compared, run side by side
observations, contract_cache       what is known of a release is not run again; cache_inputs: what it depends on
learned_clients                    what an earlier release with the same code has shown is not learned again
each_release, usage                in which release a break appeared; which lines of the user's code it affects
run_result, reporting, *_notes     what a run results in, and the report that is built from it
console, concurrency               what a run prints; work in several threads

The SDK under test is imported in workers, never here.
"""
