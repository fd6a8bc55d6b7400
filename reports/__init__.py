"""Everything the reader sees: evidence model, templates, styles, fonts, charts, texts."""
