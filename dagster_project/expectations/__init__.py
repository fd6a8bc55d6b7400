"""Great Expectations inside DuckDB: YAML suites, a SQLAlchemy dialect, one runner.

Importing this package is cheap. Great Expectations itself is imported by the runner when it is called.
"""
