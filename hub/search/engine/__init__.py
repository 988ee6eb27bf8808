"""The embedded search engine: Whoosh writes and stores the index, our own reader ranks and counts.

Nothing here knows Django. Whoosh is known in fields.py, writing.py, reading.py, segments.py and
postings.py, and analysis.py has its stemmer: changing the library that stores postings changes
these. docs/adr/0013 says why it is so.
"""
