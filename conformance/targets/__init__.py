"""Which SDK, in which environment. What is particular to one SDK is data in `targets/<name>/`.

target                target.toml, known.toml and approved contracts; live_recipe: live.toml
sdk_spec              what a user may name as the SDK under test
environment           where a worker runs; environment_builder makes it; installer calls uv; cache keeps it
contents              the files of a distribution
client                the SDK's clients, opened over a wire of ours
"""
