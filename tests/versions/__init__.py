"""An instance of the version before beside one of this version, on one MongoDB and one Redis.

`before.tar.xz` holds the code of that version, so that the tests need no history of the repository:
`git archive COMMIT chat chatsite templates static manage.py deploy/__init__.py deploy/local tests/__init__.py
tests/actions.py tests/available_actions.py | xz -9`. It runs on the libraries of this version.
"""
