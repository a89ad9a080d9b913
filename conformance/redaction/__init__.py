"""Secrets out of everything that is stored or shown. Reviewed as one safety room.

patterns   what a secret looks like: names, shapes, placeholders. A new pattern goes here
encodings  the ways in which one secret can be encoded
text, json_text, bodies  secrets out of text, JSON, and bodies of every content type
redact     secrets out of requests, responses and exchanges
scanner    the independent proof that a file holds no secret
"""
