"""Reading exports: from files in landing/ to text tables, with every row accounted for.

Entry points: `catalogue.load_catalogue`, `mapping.SourceMapping.from_dict`, `loader.ingest`,
`relations.create_raw_relations`, `conflicts.check_conflicts`, `sources_report.sources_report`,
`propose.propose_mappings`.
"""
