"""Calls of the telephone exchange: what it told, in order and once; what state each call is in; what it is told to do.

Knows nothing of any one exchange: it speaks the contract of `clients.telephone`.
"""
