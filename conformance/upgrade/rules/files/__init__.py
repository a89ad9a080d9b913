"""Files of the package: data files, docstrings, and code that callers do not see.

data_file_*             a file that is not Python is new, gone or changed
documentation_changed   only docstrings differ
formatting_changed          only comments or layout differ
private_code_changed    only private code differs
facts/source_files      what of a changed source file no public declaration reports
"""
