"""Stand-ins: real servers on loopback that speak the protocols that a server under test talks to others in.

`process.standins` runs them in one process of their own; `inside` is what that process runs, in an environment that has
the emulators and nothing of this package's own requirements.
"""
