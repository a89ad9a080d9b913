"""The SDK under test and its environment. Everything particular to one SDK is data in `targets/<name>/`.

target                target.toml, known.toml and approved contracts; live_recipe: live.toml
target_keys           the keys of target.toml, and how they are validated; target_draft: a first target.toml
sdk_spec              the ways to name the SDK under test; dependency_files: the release that a lock file names
environment           where a worker runs; environment_builder creates it, installer calls uv, cache keeps it
text_cache            texts in the cache by what they depend on
contents              the files of a distribution; distributions: those of an environment
search_path           more folders to import from
process_effects       what an import or a client changes in the process
client                opens the SDK's clients over a wire of this project; http_library: httpx or httpx2; packed_method
loopback              an HTTP server, for SDKs whose HTTP library takes no transport
families/             what the SDKs of one generator have in common
"""
