"""Snippets of a caller's code, tried on both releases: run in workers, or read by a type checker.

confirm            tries the snippets of all changes and gives each change its witness
trial_runner       how snippets are tried on one release
scripted_exchange  the responses that a snippet receives
programs           witnesses as programs that run without this project
outcome_text       outcomes as short texts
"""
