"""Packaging: what the distribution says that it needs and offers.

dependency_*, extra_*, requires_python_*       what installing it needs
entry_point_*                                  commands and plug-ins that it installs
license_changed, metadata_changed              what METADATA says
wheel_changed, record_changed                  the other files of the distribution
facts/distribution                             the metadata as values
facts/specifiers                               which versions a specifier permits, compared with another one
"""
