"""Risks: declared as rules in ``rules.yml``, judged on what the warehouse and audit.yml hold."""
