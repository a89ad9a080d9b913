"""The pipeline: a function for each command, from settings to a report. Read `check.check`, then `upgrade.upgrade`.

    settings ─▶ plan ─▶ workers (one process per SDK) ─▶ RunResult ─▶ report

check, live, record, upgrade       the commands; each is one function that reads as the design
sweep, contract, approve, convert  the small ones; new_target; accept_findings; new_project: project_files, suite_source
operations, explain, cache         the small ones that only print, or clear the cache; history
replay, known, last_result         a finding of the last run, made again or added to a list of known ones
live_run, server_setup, fuzz       servers and workers of a live run; Schemathesis on the same server; recorded
learn, python_support, own_checks  what a run needs to know of an SDK and of a project; sources: for the Python API
releases, comparison, run_pair     the two releases of an upgrade: started, compared, run side by side
observations, contract_cache       what is known of a release is not run again; cache_inputs: what it depends on
learned_clients                    what an earlier release with the same code has shown is not learned again
each_release, bisect               in which release a break appeared; prepared_releases
usage                              which lines of the user's code it affects
matrix/, mutants/                  many releases and servers; faults in copies of an SDK
run_result, *reporting, *_notes    what a run results in, and the report that is built from it
console, concurrency               what a run prints; work in several threads

The SDK under test is imported in workers, never here.
"""
