"""Removes secrets from everything that is stored or printed.

patterns     which names and shapes are secret, and the placeholders; add new patterns here
encodings    the ways in which one secret can be encoded
assignments  values under the name of a secret in free text
emails       e-mail addresses, which are numbered
text         redacts text, with the modules above; json_text keeps every other byte of JSON
bodies       redacts bodies of every content type
redact       redacts requests and responses; `Secrets` are those of a run
scanner      the independent proof that a text holds no secret; layers decodes it
"""
