"""`conformance mutants`: puts faults, one at a time, into copies of an SDK, and says which check notices them.

run        the command: read `mutants` first
copies     copies of the SDK's files, with what they are checked against
baseline   what the unaltered copy shows, and which lines each operation runs
subjects   what a fault can affect, in the order in which it is judged
trial      one fault, judged by the checks until one of them notices it
kept       results on disk, so that an interrupted run resumes
"""
