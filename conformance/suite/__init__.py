"""The pytest suite that tests an SDK against its contract: `pytest --pyargs conformance.suite --sdk 2.0.7`.

    session ─▶ run ─▶ pool of workers ─▶ judgement ─▶ test

session          the hooks of a pytest session: which tests exist, and the report at the end
run              the SDK of the session, opened once; judges each operation when its first test needs it
judgement        what one check found for one operation: passed, failed or skipped
conftest         keeps the suite out of runs that do not name it
test_operations  one test for each operation and check
test_package     one test for each check of the SDK as a whole
"""
