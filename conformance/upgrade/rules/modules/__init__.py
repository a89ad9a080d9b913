"""Modules: which ones can be imported, and what they export.

module_*   a module is new or gone
export_*   a name that a module offers, or what it stands for
import_*   importing the package fails, or works again
facts      the names that public modules of one release offer
"""
